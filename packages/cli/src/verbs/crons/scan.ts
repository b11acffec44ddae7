import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import {
  ACTIVITIES,
  type CronProblem,
  type DefinitionFile,
  type DraftNames,
  draftOf,
  inventoryText,
  migrationTable,
  type ParityReport,
  type ParityStates,
  replacesOf,
  scanCrons,
  type Triaged,
  triageOf,
} from "@statehub/activities";
import {
  type Model,
  type OutputFile,
  parseEventType,
  proposedContract,
  readField,
  SCHEMAS,
} from "@statehub/contract-tools";
import { readActivitiesOrPrint } from "../../activities/read.ts";
import { readSources } from "../../crons/read.ts";
import { timeOption } from "../../events/recorded.ts";
import { readIfThere } from "../../files/read.ts";
import { writeAll } from "../../files/write.ts";
import { readOwner } from "../../proposal/wishes.ts";
import { count, formatDiagnostics } from "../../report.ts";
import { parseOptions, UsageError } from "../../usage-error.ts";

const HELP = `usage: statehub-events crons scan [options] <folder | file | url | ->…

Finds the jobs that run by the clock: crontab(5) and cron.d, systemd timers, Kubernetes CronJobs, GitHub Actions
schedules, and calls of node-cron, croner, cron, node-schedule, toad-scheduler, APScheduler, schedule and Celery beat.
Says when each runs, and makes a guess at what is to become of it: which event takes the place of the clock, or which
one is missing. A person confirms the guess. A file whose name tells no format is read as a crontab, and so is standard
input ("-"): crontab -l | statehub-events crons scan -

options:
  --next <n>        show the next n runs, those without a time zone as if it were UTC (default: 3)
  --after <time>    after this time (default: now)
  --prefix <name>   whose crons they are: "hub" gives cron:hub/<job> (default: hub)
  --owner <team>    owner of the drafts (default: that of the contracts)
  --drafts [<dir>]  write a draft in shadow mode for each job that no definition replaces (default: activities);
                    a file that exists is left as it is
  --gaps [<dir>]    write a stub of the contract that each missing event needs, for a person to finish (default:
                    schemas); a file that exists is left as it is
  --table <file>    write the migration table between <!-- crons --> and <!-- /crons --> of a Markdown file
  --parity <file>   parity states for the table: what "activities parity --json" prints
  --check           write nothing; fail if the table is out of date
  --root <dir>      the repository (default: the nearest folder upwards that holds schemas/)
  --json            print the inventory as JSON
  -h, --help        print this

exit codes: 0 fine, 1 something could not be read or the table is out of date, 2 wrong command line
`;

/** The `crons scan` command. */
export async function scan(args: readonly string[]): Promise<number> {
  const given = args.map((arg) => (arg === "--drafts" || arg === "--gaps" ? `${arg}=` : arg));
  const parsed = parseOptions(given, HELP, {
    allowPositionals: true,
    options: {
      next: { type: "string", default: "3" },
      after: { type: "string" },
      prefix: { type: "string", default: "hub" },
      owner: { type: "string" },
      drafts: { type: "string" },
      gaps: { type: "string" },
      table: { type: "string" },
      parity: { type: "string" },
      check: { type: "boolean", default: false },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  if (positionals.length === 0) throw new UsageError("want a folder, a file or a URL to scan");
  const next = Number(values.next);
  if (!Number.isInteger(next) || next < 0) throw new UsageError(`--next: got ${values.next}, want a number of runs`);
  if (!/^[a-z0-9][a-z0-9/_.-]*$/.test(values.prefix))
    throw new UsageError(`--prefix: got ${JSON.stringify(values.prefix)}, want lower case without spaces, such as hub`);
  if (values.check && values.table === undefined) throw new UsageError("--check needs --table");
  const owner = values.owner === undefined ? undefined : readOwner(values.owner);
  if (typeof owner === "object") throw new UsageError(owner.problem);
  const after = timeOption("after", values.after) ?? new Date();
  const read = readActivitiesOrPrint([], values.root);
  if (read === undefined) return 1;
  const { root, definitions, contracts, model } = read;
  const { jobs, problems } = scanCrons(await readSources(root, positionals));
  const triaged = jobs.map((job) => triageOf(job, contracts));
  const names = { prefix: values.prefix, owner: owner ?? ownerOf(contracts.byType) };
  const files = [
    ...(values.drafts === undefined || values.check
      ? []
      : draftsFor(root, fromRoot(root, values.drafts || ACTIVITIES), triaged, definitions, names)),
    ...(values.gaps === undefined || values.check
      ? []
      : stubsFor(root, fromRoot(root, values.gaps || SCHEMAS), triaged, names, model)),
    ...(values.table === undefined
      ? []
      : [tableFile(root, fromRoot(root, values.table), triaged, definitions, names, parityOf(values.parity))]),
  ];
  const stale = files.filter(({ path, text }) => readIfThere(join(root, path)) !== text);
  if (!values.check) {
    const failed = writeAll(root, stale);
    process.stderr.write(formatDiagnostics(failed, process.stderr));
    if (failed.length > 0) return 3;
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ jobs: triaged, problems }, json, 2)}\n`);
  else {
    process.stdout.write(inventoryText(triaged, after, next));
    process.stdout.write(`${count(jobs.length, "job")} found\n`);
    process.stderr.write(problems.map(problemText).join(""));
    for (const { path } of stale) process.stdout.write(`${values.check ? "out of date" : "written"}: ${path}\n`);
  }
  return problems.length > 0 || (values.check && stale.length > 0) ? 1 : 0;
}

/** A path that is absolute, or begins at the root, as it is from there, with forward slashes. */
const fromRoot = (root: string, path: string): string =>
  relative(root, resolve(root, path)).split(sep).join("/") || ".";

/** Of an event its type is enough. */
function json(key: string, value: unknown): unknown {
  return key === "event" && typeof value === "object" && value !== null && "type" in value ? value.type : value;
}

const problemText = ({ file, line, got, want }: CronProblem): string => `${file}:${line}: got ${got}, want ${want}\n`;

function ownerOf(byType: ReadonlyMap<string, { readonly versions: readonly { readonly schema: object }[] }>): string {
  const [first] = byType.values();
  const info = (first?.versions.at(-1)?.schema as { "x-event"?: { owner?: string } } | undefined)?.["x-event"];
  return info?.owner ?? "team-custodian";
}

function draftsFor(
  root: string,
  folder: string,
  triaged: readonly Triaged[],
  definitions: readonly DefinitionFile[],
  names: DraftNames,
): OutputFile[] {
  return triaged.flatMap((one): OutputFile[] => {
    const path = `${folder}/${one.job.name}.yaml`;
    const isReplaced = definitions.some(({ definition }) => definition.replaces === replacesOf(one, names));
    const text = isReplaced || existsSync(join(root, path)) ? undefined : draftOf(one, names);
    return text === undefined ? [] : [{ path, text }];
  });
}

/** A contract for each event that is missing, with what can be guessed: the noun's id as its key. */
function stubsFor(
  root: string,
  folder: string,
  triaged: readonly Triaged[],
  { owner }: DraftNames,
  model: Model,
): OutputFile[] {
  const types = new Set(triaged.flatMap(({ gap }) => gap?.event ?? []));
  return [...types].flatMap((type): OutputFile[] => {
    const event = parseEventType(type);
    if ("problem" in event) return [];
    const key = `${event.nouns.at(-1)}_id`;
    const field = readField(`${key}:uuid`, [], 0);
    if ("problem" in field) return [];
    const [job] = triaged.filter(({ gap }) => gap?.event === type).map((one) => one.job.name);
    const emittedWhen = `TODO: what ${job} looks for; in which transaction or check, and what emits nothing.`;
    const stub = proposedContract({ event, owner, description: undefined, emittedWhen, fields: [field], key }, model);
    const path = `${folder}${stub.path.slice(SCHEMAS.length)}`;
    return existsSync(join(root, path)) ? [] : [{ path, text: stub.text }];
  });
}

const [START, END] = ["<!-- crons -->", "<!-- /crons -->"];

function tableFile(
  root: string,
  path: string,
  triaged: readonly Triaged[],
  definitions: readonly DefinitionFile[],
  names: DraftNames,
  parity: ParityStates,
): OutputFile {
  const text = readIfThere(join(root, path));
  if (text === undefined) throw new UsageError(`--table: ${path} does not exist`);
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start === -1 || end < start) throw new UsageError(`--table: ${path} has no ${START} … ${END}`);
  const table = migrationTable(triaged, definitions, names, parity);
  return { path, text: `${text.slice(0, start + START.length)}\n\n${table}\n\n${text.slice(end)}` };
}

function parityOf(file: string | undefined): ParityStates {
  if (file === undefined) return {};
  const text = readIfThere(resolve(file));
  if (text === undefined) throw new UsageError(`--parity: ${file} does not exist`);
  const { reports } = JSON.parse(text) as { reports: readonly ParityReport[] };
  return Object.fromEntries(
    reports.map(({ activity, passed, blockers }) => [activity, passed ? "open" : `shut: ${blockers.join("; ")}`]),
  );
}
