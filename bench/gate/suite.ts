import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { measureProcesses, runNode } from "../measure/processes.ts";
import { median, sampleOf } from "../measure/statistics.ts";
import { atMost } from "../report/result.ts";
import { tableOf } from "../report/table.ts";
import type { Suite } from "../suite.ts";
import { emptyFolder, REPOSITORY } from "../workspace.ts";
import { atVersion, contractsAt, writeVersion } from "./history.ts";

const VERSIONS = 10;
const FILE = "schemas/repo/registered.v1.json";
const ALL = "every contract changed";
const ONE = "one contract changed";

const cli = join(REPOSITORY, "packages/cli/bin/statehub-events.js");

/** `diff` over contracts with ten released versions each, no two of which are the same. */
export const gateSuite: Suite = {
  name: "gate",
  summary: "comparing 200 contracts with ten released versions each",
  async run({ isQuick, processes }, note) {
    const size = isQuick ? 20 : 200;
    const root = emptyFolder("gate");
    note(`releasing ${VERSIONS} versions of ${size} contracts`);
    for (let minor = 0; minor < VERSIONS; minor++) {
      writeVersion(root, size, minor);
      runNode([cli, "release", "--no-changeset", "--root", root]);
    }
    const released = contractsAt(size, VERSIONS - 1).get(FILE) as string;
    const diff = [cli, "diff", "--root", root];
    const restore = (): void => writeVersion(root, size, VERSIONS - 1);
    note("comparing them");
    const samples = measureProcesses(
      [
        { name: ALL, args: diff, prepare: () => writeVersion(root, size, VERSIONS) },
        { name: "no contract changed, all compared again", args: [...diff, "--all"], prepare: restore },
        {
          name: ONE,
          args: diff,
          prepare() {
            restore();
            writeFileSync(join(root, FILE), atVersion(released, VERSIONS));
          },
        },
        { name: "no contract changed", args: diff, prepare: restore },
      ],
      processes,
    );
    const time = (name: string): number => median(sampleOf(samples, name).times);
    return {
      suite: "gate",
      tables: [
        tableOf(`The gate over ${size} contracts with ${VERSIONS} versions each, whole process`, "ms", samples, ALL),
      ],
      aims: isQuick
        ? []
        : [
            atMost(`${ALL}, of ${size}`, time(ALL), 10_000, " ms"),
            atMost(`${ONE}, of ${size}`, time(ONE), 1_000, " ms"),
          ],
    };
  },
};
