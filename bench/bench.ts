import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { coldSuite } from "./cold/suite.ts";
import { compatSuite } from "./compat/suite.ts";
import { consumeSuite } from "./consume/suite.ts";
import { endToEndSuite } from "./end-to-end/suite.ts";
import { gateSuite } from "./gate/suite.ts";
import { generateSuite } from "./generate/suite.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { publishSuite } from "./publish/suite.ts";
import { chartAsSvg } from "./report/chart.ts";
import { thisMachine } from "./report/machine.ts";
import { resultAsText, resultsAsMarkdown } from "./report/print.ts";
import type { SuiteResult } from "./report/result.ts";
import type { Effort, Suite } from "./suite.ts";
import { validateSuite } from "./validate/suite.ts";
import { inBench } from "./workspace.ts";

const SUITES: readonly Suite[] = [
  generateSuite,
  validateSuite,
  coldSuite,
  compatSuite,
  gateSuite,
  publishSuite,
  consumeSuite,
  endToEndSuite,
];

const FULL = {
  isQuick: false,
  processes: { rounds: 5, budgetMs: 45_000 },
  functions: { rounds: 31, sliceMs: 50 },
};
const QUICK = {
  isQuick: true,
  processes: { rounds: 1, budgetMs: 10_000 },
  functions: { rounds: 5, sliceMs: 10 },
};

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(
      args,
      SUITES.map(({ name }) => name),
    );
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n${HELP(SUITES)}`);
    return 2;
  }
  if (options.isHelp) {
    process.stdout.write(HELP(SUITES));
    return 0;
  }
  try {
    report(await runSuites(options), options);
  } finally {
    rmSync(inBench(".work"), { recursive: true, force: true });
  }
  return 0;
}

/** Runs the suites that were asked for, one after the other, and prints each as soon as it is done. */
async function runSuites({ suites, isQuick, isJson, cases, isRecording, minutes }: Options): Promise<SuiteResult[]> {
  const results: SuiteResult[] = [];
  const effort: Effort = { ...(isQuick ? QUICK : FULL), cases, isRecording, minutes };
  for (const suite of SUITES.filter(({ name }) => suites.includes(name))) {
    const note = (text: string): void => void process.stderr.write(`${suite.name}: ${text} …\n`);
    const result = await suite.run(effort, note);
    if (!isJson) process.stdout.write(`\n${resultAsText(result)}\n`);
    results.push(result);
  }
  return results;
}

function report(results: readonly SuiteResult[], { isJson, isWriting }: Options): void {
  const machine = thisMachine();
  if (isJson) process.stdout.write(`${JSON.stringify({ machine, results }, null, 2)}\n`);
  if (!isWriting) return;
  const all = withRecorded(results);
  writeFileSync(inBench("RESULTS.md"), resultsAsMarkdown(machine, all));
  writeFileSync(inBench("results.json"), `${JSON.stringify({ machine, results: all }, null, 2)}\n`);
  mkdirSync(inBench("charts"), { recursive: true });
  for (const chart of results.flatMap(({ charts = [] }) => charts)) {
    writeFileSync(inBench("charts", `${chart.file}.svg`), chartAsSvg(chart));
  }
}

/** The results, and of suites that were not run what was recorded last. */
function withRecorded(results: readonly SuiteResult[]): SuiteResult[] {
  const path = inBench("results.json");
  const recorded: SuiteResult[] = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).results : [];
  return SUITES.flatMap(({ name }) =>
    [results, recorded].flatMap((all) => all.filter(({ suite }) => suite === name)).slice(0, 1),
  );
}

process.exitCode = await main(process.argv.slice(2));
