import type { Diagnostic } from "@statehub/contract-tools";
import { type GateReport, isShown, problemsOf } from "@statehub/contract-tools/compare";
import { findRoot } from "../files/read.ts";
import { type GateRun, runGate } from "../gate/run.ts";
import { formatGate } from "../gate/text.ts";
import { formatDiagnostics } from "../report.ts";
import { parseOptions } from "../usage-error.ts";

const HELP = `usage: statehub-events diff [options]

Compares every contract with all released versions of its major, in both directions, and says for each event what
changed, whether old events may still be read and new events by old readers, who is hurt, an event that proves it,
the version that follows, and what to do instead. A proposed event may break; it is shown all the same.

options:
  --base <base>   compare with this too: a git ref (from where this branch left it), a folder, or a package as
                  "npm pack" makes it. Changes are counted from it
  --all           compare again what is the same as when it was released
  --code <consumer>=<dir>
                  where a consumer's code is: says if its profile is older; may be repeated
  --root <dir>    the repository (default: the nearest folder upwards that holds schemas/)
  --json          print the result as JSON
  -h, --help      print this

exit codes: 0 everything fits, 1 something does not, 2 wrong command line, 3 the command itself failed
`;

/** The `diff` command. */
export async function diff(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    options: {
      base: { type: "string" },
      all: { type: "boolean", default: false },
      code: { type: "string", multiple: true, default: [] },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values } = parsed;
  const started = performance.now();
  const found = runGate(findRoot(values.root), values);
  const run = { ...found, report: found.report && whileChanging(found.report) };
  const diagnostics = [...run.problems, ...(run.report === undefined ? [] : problemsOf(run.report))];
  const seconds = Math.round(performance.now() - started) / 1000;
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ ...run.report, diagnostics, notes: run.notes, seconds }, null, 2)}\n`);
  } else {
    for (const note of run.notes) process.stderr.write(`note: ${note.message}\n`);
    if (run.report !== undefined) process.stdout.write(formatGate(run.report, process.stdout));
    // The breaks stand with their events already.
    const others = diagnostics.filter(({ code }) => code !== "breaking-change" && code !== "not-proved");
    process.stderr.write(formatDiagnostics(others, process.stderr));
    process.stdout.write(`${summary(run, diagnostics, seconds)}\n`);
  }
  return diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** While a contract is being changed, its version follows: that it does not yet is no reason to fail. */
function whileChanging(report: GateReport): GateReport {
  const events = report.events.map((event) => {
    const diagnostics = event.diagnostics.map((one) =>
      one.code === "version-too-low" ? { ...one, severity: "warning" as const } : one,
    );
    return { ...event, diagnostics };
  });
  return { ...report, events };
}

function summary({ report, model, problems }: GateRun, diagnostics: readonly Diagnostic[], seconds: number): string {
  if (report === undefined)
    return `${counted(problems.length, "problem")} with ${counted(model.files.length, "contract file")}: not compared`;
  const changed = report.events.filter(isShown).length;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const found = errors === 0 ? "everything fits" : counted(errors, "problem");
  const { events, versions, comparisons } = report;
  const compared = [
    counted(events.length, "event"),
    counted(versions, "released version"),
    counted(comparisons, "comparison"),
  ].join(", ");
  return `${found}: ${changed} of ${compared} in ${seconds} s`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
