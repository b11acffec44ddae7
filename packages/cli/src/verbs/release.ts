import { join } from "node:path";
import type { Diagnostic } from "@statehub/contract-tools";
import { type Frozen, problemsOf, type Release, release as releaseOf } from "@statehub/contract-tools/compare";
import { findRoot, readIfThere } from "../files/read.ts";
import { writeAll } from "../files/write.ts";
import { packageVersions } from "../gate/packages.ts";
import { type GateRun, runGate } from "../gate/run.ts";
import { lintedBeside } from "../lint-repository.ts";
import { formatDiagnostics } from "../report.ts";
import { parseOptions } from "../usage-error.ts";

const HELP = `usage: statehub-events release [options]

Freezes every contract that changed since its newest released version: the self-contained schema goes to
schemas/released/, its digest into the lock beside it, what changed into the event's changelog, and the bump of the
packages into a changeset, as far as those that are there do not declare it. Refused, with nothing written, where
something breaks, a version does not follow from the change, or lint finds an error. What is only proposed is not
released. A second run changes nothing.

options:
  --check           write nothing; fail if there is something to release
  --no-changeset    write no changeset
  --root <dir>      the repository (default: the nearest folder upwards that holds schemas/)
  --json            print the result as JSON
  -h, --help        print this

exit codes: 0 fine, 1 refused (or, with --check, something is not released), 2 wrong command line, 3 the command failed
`;

/** The `release` command. */
export async function release(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    options: {
      check: { type: "boolean", default: false },
      "no-changeset": { type: "boolean", default: false },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values } = parsed;
  const root = findRoot(values.root);
  const run = runGate(root);
  const found = [...run.problems, ...(run.report === undefined ? [] : problemsOf(run.report))];
  // What is frozen stays: a contract that nobody can send, for example, is compatible with everything.
  const problems = [...found, ...lintedBeside(found, root).filter(({ severity }) => severity === "error")];
  const { frozen, files } = problems.length > 0 ? NOTHING : made(root, run, !values["no-changeset"]);
  if (!values.check) problems.push(...writeAll(root, files));
  const isWritten = !values.check && problems.length === 0;
  if (values.json) {
    const written = isWritten ? files.map(({ path }) => path) : [];
    process.stdout.write(`${JSON.stringify({ frozen, written, diagnostics: problems }, null, 2)}\n`);
  } else {
    process.stderr.write(formatDiagnostics(problems, process.stderr));
    for (const { type, version, file } of frozen) process.stdout.write(`${type} ${version}: ${file}\n`);
    process.stdout.write(`${summary(frozen, problems, values.check)}\n`);
  }
  return problems.length > 0 || (values.check && frozen.length > 0) ? 1 : 0;
}

const NOTHING: Release = { frozen: [], files: [] };

function made(
  root: string,
  { model, released, report, changesets: waiting }: GateRun,
  withChangeset: boolean,
): Release {
  if (report === undefined) return NOTHING;
  const textOf = (path: string): string | undefined => readIfThere(join(root, path));
  const changesets = withChangeset ? waiting : undefined;
  return releaseOf({ model, released, report, textOf, packages: packageVersions(root), changesets });
}

function summary(frozen: readonly Frozen[], problems: readonly Diagnostic[], isCheck: boolean): string {
  if (problems.length > 0) {
    return `refused: ${problems.length} problem${problems.length === 1 ? "" : "s"}, nothing written`;
  }
  if (frozen.length === 0) return "nothing to release: every contract is as it was released, or only proposed";
  const versions = `${frozen.length} version${frozen.length === 1 ? "" : "s"}`;
  return isCheck ? `${versions} not released: run \`statehub-events release\`` : `${versions} released`;
}
