import { rmSync } from "node:fs";
import { join } from "node:path";
import { writeClosedSchemas } from "../closed-schema.ts";
import { measureProcesses, runNode } from "../measure/processes.ts";
import { sampleOf, timesOf } from "../measure/statistics.ts";
import { type Aim, atMost, type Table } from "../report/result.ts";
import { tableOf } from "../report/table.ts";
import { contractTree, writeTree } from "../schemas.ts";
import type { Effort } from "../suite.ts";
import { emptyFolder, generateArgs, inBench } from "../workspace.ts";

const OURS = "statehub-events: two validators each, snapshots";
const AJV = "ajv: one validator each, in memory";

/** Validators of `size` events from nothing, written as modules, beside ajv compiling one of them each. */
export function measureValidators(
  size: number,
  { processes }: Effort,
  note: (text: string) => void,
): { table: Table; aims: Aim[] } {
  const root = emptyFolder(`validators-${size}`);
  writeTree(root, contractTree(size));
  const ours = generateArgs(root, "--only", "built", "--no-cache");
  note(`validators of ${size} events`);
  runNode(ours);
  const closed = writeClosedSchemas(root);
  const prepare = (): void => {
    for (const folder of ["packages", "node_modules"]) rmSync(join(root, folder), { recursive: true, force: true });
  };
  const samples = measureProcesses(
    [
      { name: OURS, args: ours, prepare },
      { name: AJV, args: [inBench("compile-with-ajv.js"), closed] },
    ],
    processes,
  );
  const times = timesOf(sampleOf(samples, OURS), sampleOf(samples, AJV));
  return {
    table: tableOf(`Validators of ${size} events, whole process`, "ms", samples, OURS),
    aims: size === 1000 ? [atMost(`validators of ${size}, two each, to ajv compiling one each`, times, 3)] : [],
  };
}
