import { rmSync } from "node:fs";
import { join } from "node:path";
import { measureProcesses, type Program } from "../measure/processes.ts";
import { sampleOf, timesOf } from "../measure/statistics.ts";
import { installPeers } from "../peers/install.ts";
import { type Aim, atMost, type Table } from "../report/result.ts";
import { tableOf } from "../report/table.ts";
import { contractTree, writeTree } from "../schemas.ts";
import type { Effort } from "../suite.ts";
import { emptyFolder, generateArgs, inBench } from "../workspace.ts";

const OURS = "statehub-events: types and pages";
const FASTEST = "json-schema-to-typescript, one call, unformatted";
const DEFAULT = "json-schema-to-typescript, default";

/** Types of `size` events from nothing, by us (with contracts, examples and pages) and by others (types alone). */
export function measureTypes(
  size: number,
  { processes }: Effort,
  note: (text: string) => void,
): { table: Table; aims: Aim[] } {
  installPeers(note, "peers", "quicktype and modelina");
  const root = emptyFolder(`types-${size}`);
  writeTree(root, contractTree(size));
  const prepare = (): void => {
    for (const folder of ["out", "packages", "event-types", "node_modules"]) {
      rmSync(join(root, folder), { recursive: true, force: true });
    }
  };
  const program = (name: string, ...args: string[]): Program => ({ name, args, prepare });
  note(`types of ${size} events`);
  const samples = measureProcesses(
    [
      program(OURS, ...generateArgs(root, "--only", "committed", "--no-cache")),
      program(FASTEST, inBench("generate/programs/types-in-one.js"), root),
      program(
        "json-schema-to-typescript, unformatted",
        inBench("generate/programs/types-each.js"),
        root,
        "--no-format",
      ),
      program(DEFAULT, inBench("generate/programs/types-each.js"), root),
      program("quicktype", inBench("peers/quicktype.js"), root),
      program("modelina", inBench("peers/modelina.js"), root),
    ],
    processes,
  );
  const ours = sampleOf(samples, OURS);
  const isLargest = size === 1000;
  return {
    table: tableOf(`Types of ${size} events, whole process`, "ms", samples, OURS),
    aims: isLargest
      ? [
          atMost(`types and pages of ${size}, to ${FASTEST}`, timesOf(ours, sampleOf(samples, FASTEST)), 2.5),
          atMost(`types and pages of ${size}, to ${DEFAULT}`, timesOf(ours, sampleOf(samples, DEFAULT)), 1),
        ]
      : [],
  };
}
