import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measureProcesses, runNode } from "../measure/processes.ts";
import { median, sampleOf } from "../measure/statistics.ts";
import { type Aim, atMost, type Table } from "../report/result.ts";
import { tableOf } from "../report/table.ts";
import { contractTree, writeTree } from "../schemas.ts";
import type { Effort } from "../suite.ts";
import { emptyFolder, generateArgs } from "../workspace.ts";

const CHANGED = "one schema changed";
const FILE = "schemas/repo/registered.v1.json";

/** A run over `size` events, all of them generated before, of which one or none has changed since. */
export function measureIncremental(
  size: number,
  { processes }: Effort,
  note: (text: string) => void,
): { table: Table; aims: Aim[] } {
  const root = emptyFolder(`incremental-${size}`);
  writeTree(root, contractTree(size));
  const args = generateArgs(root);
  note(`one changed schema among ${size}`);
  runNode(args);
  const text = readFileSync(join(root, FILE), "utf8");
  let change = 0;
  const samples = measureProcesses(
    [
      {
        name: CHANGED,
        args,
        prepare() {
          const longer = text.replace('"maxLength": 200', `"maxLength": ${200 + ++change}`);
          if (longer === text) throw new Error(`${FILE} has no "maxLength" of 200 to change`);
          writeFileSync(join(root, FILE), longer);
        },
      },
      { name: "nothing changed", args },
    ],
    processes,
  );
  const time = median(sampleOf(samples, CHANGED).times);
  return {
    table: tableOf(`Again over ${size} events: types, pages and validators, whole process`, "ms", samples, CHANGED),
    aims: size === 1000 ? [atMost(`one changed schema among ${size}`, time, 1000, " ms")] : [],
  };
}
