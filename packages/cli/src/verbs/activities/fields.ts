import { resolve } from "node:path";
import { checkDefinition, fieldsOf } from "@statehub/activities";
import type { ConsumerProfile } from "@statehub/contract-tools";
import { readActivitiesOrPrint } from "../../activities/read.ts";
import { readIfThere } from "../../files/read.ts";
import { writeWhole } from "../../files/write.ts";
import { formatDiagnostics } from "../../report.ts";
import { parseOptions, UsageError } from "../../usage-error.ts";

const HELP = `usage: statehub-events activities fields [options] [files or folders]

Lists the fields of events that definitions (default: activities/) read, each with file, line and column. As a reader
profile under consumers/ it tells the contract gate which definition a change of a schema breaks.

options:
  --out <file>         write the profile there, and take names that are not given from it
  --check              write nothing; fail if the profile at --out is out of date
  --consumer <name>    the profile's consumer (default: activity-core-definitions)
  --owner <team>       the team that answers for the definitions (default: their owner, if it is one)
  --repository <url>   where the definitions are kept
  --root <dir>         the repository (default: the nearest folder upwards that holds schemas/)
  --json               print the profile as JSON
  -h, --help           print this

exit codes: 0 fine, 1 a definition is wrong or the profile is out of date, 2 wrong command line, 3 the command failed
`;

/** The `activities fields` command. */
export async function fields(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      out: { type: "string" },
      check: { type: "boolean", default: false },
      consumer: { type: "string" },
      owner: { type: "string" },
      repository: { type: "string" },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const { out } = values;
  if (values.check && out === undefined) throw new UsageError("--check needs --out: want the profile to compare with");
  const read = readActivitiesOrPrint(positionals, values.root);
  if (read === undefined) return 1;
  const { definitions, contracts, problems } = read;
  const today = new Date().toISOString().slice(0, 10);
  // What a definition with an error in it reads is not known.
  const found = definitions.flatMap((one) => checkDefinition(one, contracts, { today }).diagnostics);
  const errors = [...problems, ...found].filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    process.stderr.write(formatDiagnostics(errors, process.stderr));
    return 1;
  }
  const known = out === undefined ? undefined : readIfThere(resolve(out));
  const before = known === undefined ? {} : (JSON.parse(known) as Partial<ConsumerProfile>);
  const owners = new Set(definitions.map(({ definition }) => definition.owner));
  const owner = values.owner ?? before.owner ?? (owners.size === 1 ? [...owners][0] : undefined);
  if (owner === undefined)
    throw new UsageError(`--owner is missing: the definitions have several (${[...owners].join(", ")})`);
  const names = {
    consumer: values.consumer ?? before.consumer ?? "activity-core-definitions",
    owner,
    repository: values.repository ?? before.repository ?? "https://github.com/statehub/statehub-events",
    root: ".",
  };
  const profile = fieldsOf(definitions, contracts, names, { today });
  const text = `${JSON.stringify(profile, null, 2)}\n`;
  if (values.check) return compare(out as string, known, text);
  if (out !== undefined) writeWhole(resolve(out), text);
  process.stdout.write(values.json ? text : table(profile));
  return 0;
}

function compare(out: string, known: string | undefined, text: string): number {
  if (known !== undefined && JSON.stringify(JSON.parse(known)) === JSON.stringify(JSON.parse(text))) {
    process.stdout.write(`${out} is up to date\n`);
    return 0;
  }
  const state = known === undefined ? "is missing" : "is older than the definitions";
  process.stderr.write(`${out} ${state}: run "statehub-events activities fields --out ${out}"\n`);
  return 1;
}

function table({ reads }: ConsumerProfile): string {
  const lines = reads.flatMap(({ type, versions, fields: list }) => [
    `${type} ${versions}`,
    ...list.map(({ pointer, file, line, column, access }) => {
      const what = `${pointer || "(all)"}${access === "whole" ? " (whole)" : ""}`;
      return `  ${what.padEnd(36)} ${file}:${line}:${column}`;
    }),
  ]);
  return lines.length === 0 ? "no definition reads an event\n" : `${lines.join("\n")}\n`;
}
