import { changesetFor, checkChangesets } from "@statehub/contract-tools/compare";
import { findRoot } from "../files/read.ts";
import { writeAll } from "../files/write.ts";
import { packageVersions } from "../gate/packages.ts";
import { runGate } from "../gate/run.ts";
import { formatDiagnostics } from "../report.ts";
import { parseOptions } from "../usage-error.ts";

const HELP = `usage: statehub-events changeset [--base <base>] [options]

Writes the changeset that the branch needs for those who import the packages: what its contracts change since the base,
proposed events too, as far as the changesets of the branch do not declare it. A second run writes nothing.

options:
  --base <base>   what the branch is merged into (default: main): a git ref (from where this branch left it) or a folder
  --check         write nothing; fail if the changesets declare too little
  --root <dir>    the repository (default: the nearest folder upwards that holds schemas/)
  --json          print the result as JSON
  -h, --help      print this

exit codes: 0 fine, 1 the contracts are not in order (or, with --check, too little is declared), 2 wrong command line,
3 the command itself failed
`;

/** The `changeset` command. */
export async function changeset(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    options: {
      base: { type: "string", default: "main" },
      check: { type: "boolean", default: false },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values } = parsed;
  const root = findRoot(values.root);
  const { report, changesets, problems } = runGate(root, { base: values.base });
  const packages = packageVersions(root);
  const diagnostics = report === undefined ? [...problems] : [];
  let written: string | undefined;
  if (report !== undefined && values.check) diagnostics.push(...checkChangesets(report.events, changesets, packages));
  else if (report !== undefined) {
    const made = changesetFor(report.events, changesets, packages);
    diagnostics.push(...writeAll(root, made === undefined ? [] : [made]));
    if (diagnostics.length === 0) written = made?.path;
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ written, diagnostics }, null, 2)}\n`);
  else {
    process.stderr.write(formatDiagnostics(diagnostics, process.stderr));
    const fine = `the changesets declare what changes since ${values.base}`;
    if (diagnostics.length === 0) process.stdout.write(`${written === undefined ? fine : `${written} written`}\n`);
  }
  return diagnostics.length === 0 ? 0 : 1;
}
