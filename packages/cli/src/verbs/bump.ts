import { join } from "node:path";
import { type Diagnostic, parseEventType } from "@statehub/contract-tools";
import { type EventVerdict, problemsOf, withVersion } from "@statehub/contract-tools/compare";
import { findRoot, readIfThere } from "../files/read.ts";
import { writeAll } from "../files/write.ts";
import { runGate } from "../gate/run.ts";
import { formatDiagnostics } from "../report.ts";
import { parseOptions, UsageError } from "../usage-error.ts";

const HELP = `usage: statehub-events bump [<event type>…] [options]

Writes the version that follows from what changed since the newest released one into each contract, or into those that
are named: the minor is raised when a reader or a writer can notice the change, else the patch. Nothing else in the
file is touched. A change that breaks has no version: nothing is written then.

options:
  --check         write nothing; fail if a version is not the one that follows
  --root <dir>    the repository (default: the nearest folder upwards that holds schemas/)
  --json          print the result as JSON
  -h, --help      print this

exit codes: 0 fine, 1 something breaks (or, with --check, a version is wrong), 2 wrong command line, 3 the command failed
`;

interface Bumped {
  readonly type: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly bump: string;
}

const OF_VERSION: ReadonlySet<string> = new Set(["version-too-low", "version-skips"]);

/** The `bump` command. */
export async function bump(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      check: { type: "boolean", default: false },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const root = findRoot(values.root);
  const run = runGate(root);
  const all = run.report?.events ?? [];
  if (run.report !== undefined) checkTypes(positionals, all);
  const events = all.filter(({ type }) => positionals.length === 0 || positionals.includes(type));
  const problems: Diagnostic[] = [
    ...run.problems,
    ...(run.report === undefined ? [] : problemsOf({ ...run.report, events })),
  ].filter(({ code }) => values.check || !OF_VERSION.has(code));

  const todo = events.flatMap((event): Bumped[] => {
    const { type, file, version: from, wanted: to } = event;
    const isWrong = event.diagnostics.some(({ code }) => OF_VERSION.has(code));
    return isWrong && to !== undefined ? [{ type, file, from, to, bump: event.bump }] : [];
  });
  const isWriting = !values.check && problems.length === 0 && run.report !== undefined;
  if (isWriting) {
    const files = todo.map(({ file, to }) => {
      return { path: file, text: withVersion(readIfThere(join(root, file)) ?? "", to) };
    });
    problems.push(...writeAll(root, files));
  }
  const written = isWriting && problems.length === 0 ? todo : [];
  if (values.json) process.stdout.write(`${JSON.stringify({ written, diagnostics: problems }, null, 2)}\n`);
  else {
    process.stderr.write(formatDiagnostics(problems, process.stderr));
    for (const { file, from, to, bump: size } of written) process.stdout.write(`${file}: ${from} → ${to} (${size})\n`);
    process.stdout.write(`${summary(written.length, problems.length, values.check)}\n`);
  }
  return problems.length === 0 ? 0 : 1;
}

function checkTypes(types: readonly string[], events: readonly EventVerdict[]): void {
  for (const type of types) {
    const parsed = parseEventType(type);
    if ("problem" in parsed) throw new UsageError(`${JSON.stringify(type)}: ${parsed.problem}`);
    if (!events.some((event) => event.type === type && event.state !== "removed")) {
      throw new UsageError(`no contract has the event type ${JSON.stringify(type)}`);
    }
  }
}

function summary(written: number, problems: number, isCheck: boolean): string {
  if (problems > 0) return `${problems} problem${problems === 1 ? "" : "s"}${isCheck ? "" : ", nothing written"}`;
  if (written === 0) return "every version is the one that follows";
  return `${written} version${written === 1 ? "" : "s"} written; run \`npm run generate\` next`;
}
