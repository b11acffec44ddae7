import type { Diagnostic } from "@statehub/contract-tools";
import {
  annotations,
  checkChangesets,
  findingsOf,
  markdownReport,
  problemsOf,
  sarifReport,
} from "@statehub/contract-tools/compare";
import { findRoot } from "../files/read.ts";
import { writeWhole } from "../files/write.ts";
import { packageVersions } from "../gate/packages.ts";
import { type GateRun, runGate } from "../gate/run.ts";
import { lintedBeside } from "../lint-repository.ts";
import { parseOptions, UsageError } from "../usage-error.ts";

const HELP = `usage: statehub-events report [--base <base>] [options]

Prints the whole verdict on the contracts, for a pull request: what lint finds, what changes, what breaks and who is
hurt, the versions that follow, and with --base whether the changesets that came since declare enough.

options:
  --base <base>          what the branch is merged into: a git ref (from where this branch left it), a folder, or a
                         package as "npm pack" makes it
  --all                  compare again what is the same as when it was released
  --code <consumer>=<dir>  where a consumer's code is: says if its profile is older; may be repeated
  --format <format>      what is printed: markdown (default), json, sarif, or github (annotations of GitHub Actions)
  --out <format>=<file>  write another format to a file; may be repeated
  --json                 the same as --format json
  --root <dir>           the repository (default: the nearest folder upwards that holds schemas/)
  -h, --help             print this

exit codes: 0 everything fits, 1 something does not, 2 wrong command line, 3 the command itself failed
`;

/** What a report is made of. */
interface Verdict {
  readonly run: GateRun;
  readonly diagnostics: readonly Diagnostic[];
}

const FORMATS: Readonly<Record<string, (verdict: Verdict) => string>> = {
  markdown: ({ run, diagnostics }) => markdownReport(run.report, diagnostics, run.notes),
  json: ({ run, diagnostics }) => `${JSON.stringify({ ...run.report, diagnostics, notes: run.notes }, null, 2)}\n`,
  sarif: ({ run, diagnostics }) =>
    `${JSON.stringify(sarifReport(findingsOf(run.report, diagnostics, run.notes)), null, 2)}\n`,
  github: ({ run, diagnostics }) => annotations(findingsOf(run.report, diagnostics, run.notes)),
};

/** The `report` command. */
export async function report(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    options: {
      base: { type: "string" },
      all: { type: "boolean", default: false },
      code: { type: "string", multiple: true, default: [] },
      format: { type: "string", default: "markdown" },
      out: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      root: { type: "string" },
    },
  });
  if (parsed === undefined) return 0;
  const { values } = parsed;
  const print = formatOf("--format", values.json ? "json" : values.format);
  const outs = values.out.map((out) => {
    const [, name, file] = /^([a-z]+)=(.+)$/s.exec(out) ?? [];
    if (name === undefined || file === undefined) {
      throw new UsageError(`--out: got ${JSON.stringify(out)}, want <format>=<file> such as markdown=report.md`);
    }
    return { file, render: formatOf("--out", name) };
  });
  const root = findRoot(values.root);
  const run = runGate(root, values);
  const found = diagnosticsOf(root, run);
  // What breaks comes first.
  const verdict = { run, diagnostics: [...found, ...lintedBeside(found, root)] };
  for (const { file, render } of outs) writeWhole(file, render(verdict));
  process.stdout.write(print(verdict));
  return verdict.diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}

function formatOf(option: string, name: string): (verdict: Verdict) => string {
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (format !== undefined) return format;
  throw new UsageError(`${option}: got ${JSON.stringify(name)}, want one of ${Object.keys(FORMATS).join(", ")}`);
}

/** Changesets are asked for where there is a base to say what they are for, and a repository that uses them. */
function diagnosticsOf(
  root: string,
  { problems, report: found, base, changesets, usesChangesets }: GateRun,
): Diagnostic[] {
  if (found === undefined) return [...problems];
  const isAsked = base?.isRepository === true && usesChangesets;
  const declared = isAsked ? checkChangesets(found.events, changesets, packageVersions(root)) : [];
  return [...problems, ...problemsOf(found), ...declared];
}
