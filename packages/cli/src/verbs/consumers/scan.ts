import { existsSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { CONSUMERS, type ConsumerProfile, type Diagnostic, readConsumers } from "@statehub/contract-tools";
import { type Consumer, consumerOf } from "../../consumers/consumer.ts";
import { profileText } from "../../consumers/profile-text.ts";
import { differences } from "../../consumers/stale.ts";
import { readIfThere } from "../../files/read.ts";
import { writeAll } from "../../files/write.ts";
import { count, formatDiagnostics, progress } from "../../report.ts";
import { parseOptions, UsageError } from "../../usage-error.ts";

const HELP = `usage: statehub-events consumers scan <dir> [options]

Finds which fields of which events the TypeScript code in <dir> reads, with file and line, by the compiler's own
types: <dir> is the consumer's root, with its tsconfig.json and its packages installed. Prints the profile, or writes
it with --out. docs/consumers.md tells what the scan sees, and what it reports as read whole.

options:
  --out <file>          write the profile there: consumers/<name>.json of the repository that has the contracts
  --check               write nothing; fail if the profile in --out is older than the code
  --consumer <name>     the consumer's name (default: the profile's in --out, else the name in package.json)
  --owner <team>        the team that answers for it (default: the profile's in --out)
  --repository <url>    where its code is kept (default: the profile's in --out, else that of package.json)
  --tsconfig <file>     the project to read (default: tsconfig.json in <dir>)
  --json                print what was done as JSON
  --quiet               print nothing unless something is wrong
  -h, --help            print this

exit codes: 0 fine, 1 the code cannot be read or the profile is older than the code, 2 wrong command line
`;

interface Result {
  readonly profile: ConsumerProfile | undefined;
  readonly out: string | undefined;
  readonly written: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The `consumers scan` command. */
export async function scanConsumer(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      out: { type: "string" },
      check: { type: "boolean", default: false },
      consumer: { type: "string" },
      owner: { type: "string" },
      repository: { type: "string" },
      tsconfig: { type: "string" },
      json: { type: "boolean", default: false },
      quiet: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const [dir, ...more] = positionals;
  if (dir === undefined || more.length > 0) {
    throw new UsageError(`consumers scan: got ${positionals.length} folders, want the one with the consumer's code`);
  }
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`consumers scan: ${dir} ${existsSync(dir) ? "is a file, want a folder" : "does not exist"}`);
  }
  if (values.check && values.out === undefined) {
    throw new UsageError("--check needs --out: the profile that is to be checked");
  }
  const { tsconfig, out, check, ...named } = values;
  const result = await run(resolve(dir), { tsconfig, out, isCheck: check, named });
  if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else {
    process.stderr.write(formatDiagnostics(result.diagnostics, process.stderr));
    if (result.profile !== undefined && result.diagnostics.length === 0) {
      if (out === undefined) process.stdout.write(profileText(result.profile));
      else if (!values.quiet) process.stdout.write(`${summary(result.profile, result)}\n`);
    }
  }
  return result.diagnostics.length === 0 ? 0 : 1;
}

interface Run {
  readonly tsconfig: string | undefined;
  readonly out: string | undefined;
  readonly isCheck: boolean;
  readonly named: Partial<Consumer>;
}

async function run(root: string, { tsconfig, out, isCheck, named }: Run): Promise<Result> {
  const finish = (result: Partial<Result>): Result => ({
    profile: undefined,
    out,
    written: false,
    diagnostics: [],
    ...result,
  });
  const text = out === undefined ? undefined : readIfThere(out);
  if (isCheck && text === undefined) throw new UsageError(`--out: ${out} does not exist, so there is nothing to check`);
  const before = text === undefined || out === undefined ? undefined : readConsumers([{ file: shownFile(out), text }]);
  // A profile that is broken is made anew, but it cannot be checked.
  if (isCheck && before !== undefined && before.diagnostics.length > 0) {
    return finish({ diagnostics: before.diagnostics });
  }
  const [known] = before?.profiles ?? [];
  const consumer = { ...consumerOf(root, named, known?.profile), ...rootIn(out, root) };
  // The compiler is loaded only now: it takes a third of a second.
  const { scan } = await import("../../consumers/scan.ts");
  let bar: ReturnType<typeof progress> | undefined;
  const { profile, diagnostics } = scan(consumer, {
    root,
    tsconfig,
    progress: (files) => {
      bar = progress("scanning", files);
      return bar.step;
    },
  });
  bar?.done();
  if (profile === undefined || out === undefined) return finish({ profile, diagnostics });
  if (isCheck) {
    return finish({ profile, diagnostics: known === undefined ? [] : differences(known, profile, shownFile(out)) });
  }
  const wanted = profileText(profile);
  if (wanted === text) return finish({ profile });
  const failed = writeAll(process.cwd(), [{ path: relative(process.cwd(), resolve(out)), text: wanted }]);
  return finish({ profile, written: failed.length === 0, diagnostics: failed });
}

/** The consumer's root from that of the contracts, where one repository has both: its code can be compared there. */
function rootIn(out: string | undefined, root: string): Pick<Consumer, "root"> {
  if (out === undefined || basename(dirname(resolve(out))) !== CONSUMERS) return {};
  const inside = relative(dirname(dirname(resolve(out))), root)
    .split(sep)
    .join("/");
  return inside.startsWith("..") || isAbsolute(inside) ? {} : { root: inside === "" ? "." : inside };
}

function shownFile(file: string): string {
  return relative(process.cwd(), resolve(file)).split(sep).join("/");
}

function summary({ consumer, reads, scanned }: ConsumerProfile, { out, written }: Result): string {
  const fields = new Set(reads.flatMap(({ type, fields }) => fields.map(({ pointer }) => `${type} ${pointer}`))).size;
  const what = `${consumer} reads ${count(fields, "field")} of ${count(reads.length, "event")} in ${count(scanned.length, "file")}`;
  return `${what}; ${join(out ?? "")} ${written ? "written" : "is up to date"}`;
}
