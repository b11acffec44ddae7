import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeClosedSchemas } from "../closed-schema.ts";
import { measureProcesses, type Program } from "../measure/processes.ts";
import { type Sample, sampleOf, timesOf } from "../measure/statistics.ts";
import { atLeast, type SuiteResult } from "../report/result.ts";
import { tableOf } from "../report/table.ts";
import { contractTree } from "../schemas.ts";
import type { Suite } from "../suite.ts";
import { inBench } from "../workspace.ts";
import { buildPackage } from "./package.ts";
import { writePrograms } from "./programs.ts";

const SIZE = 100;
const BARE = "node -e 0";
const BUNDLED = "@statehub/events-contracts, bundled";
const EACH = "@statehub/events-contracts, a module per event";
const AJV = "ajv, compiled at the start";
const checked = (name: string): string => `${name}, one check each`;

/** How long a process takes that starts, has the validators of 100 events at hand, and ends. */
export const coldSuite: Suite = {
  name: "cold",
  summary: `a process that starts with the validators of ${SIZE} events`,
  async run({ processes, isQuick }, note) {
    note(`building a package of ${SIZE} events`);
    const built = buildPackage(SIZE);
    const closed = writeClosedSchemas(built.root);
    writeFileSync(join(built.root, "examples.json"), JSON.stringify(firstExamples()));
    const programs = writePrograms(built);
    const ajv = inBench("compile-with-ajv.js");
    const contestants: Program[] = [
      { name: BUNDLED, args: [programs.bundled] },
      { name: EACH, args: [programs.each] },
      { name: AJV, args: [ajv, closed] },
      { name: checked(BUNDLED), args: [programs.bundledChecked] },
      { name: checked(EACH), args: [programs.eachChecked] },
      { name: checked(AJV), args: [ajv, closed, "--check"] },
      { name: BARE, args: ["-e", "0"] },
    ];
    note("starting processes");
    // Starts are short and vary much: more rounds than for generators.
    return resultOf(measureProcesses(contestants, { ...processes, rounds: isQuick ? 3 : 15 }));
  },
};

/** Event type → the first example of its contract. */
function firstExamples(): Record<string, unknown> {
  const schemas = [...contractTree(SIZE).values()].map((text) => JSON.parse(text));
  const events = schemas.filter((schema) => schema["x-event"] !== undefined);
  return Object.fromEntries(events.map((schema) => [schema["x-event"].type, schema.examples[0]]));
}

function resultOf(samples: readonly Sample[]): SuiteResult {
  const bare = sampleOf(samples, BARE);
  /** Samples without what Node itself takes in the same round. */
  const net = samples
    .filter((sample) => sample !== bare)
    .map(({ name, times }) => ({ name, times: times.map((time, i) => time - (bare.times[i] ?? 0)) }));
  const faster = (of: readonly Sample[], ours: string): number => timesOf(sampleOf(of, AJV), sampleOf(of, ours));
  return {
    suite: "cold",
    tables: [
      tableOf(`Start with ${SIZE} events, whole process`, "ms", samples, BUNDLED),
      tableOf(`The same without the start of Node itself`, "ms", net, BUNDLED),
    ],
    aims: [
      atLeast("bundled, how much faster than ajv", faster(samples, BUNDLED), 8),
      atLeast("a module per event, how much faster than ajv", faster(samples, EACH), 3),
    ],
  };
}
