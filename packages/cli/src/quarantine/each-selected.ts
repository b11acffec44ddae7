import { EventError, type Quarantined } from "@statehub/events-runtime";
import { unconfirmed } from "../events/confirm.ts";
import { connected, type Nats } from "../events/server.ts";
import { formatTable, progress } from "../report.ts";
import { parseOptions, UsageError } from "../usage-error.ts";
import { entries } from "./entry-text.ts";
import {
  filterOf,
  Groups,
  idsOf,
  lastEntry,
  SELECTING,
  SELECTING_HELP,
  type Selection,
  selected,
} from "./selection.ts";

/** What is done with each of the selected entries. */
export interface Deed<Outcome extends string> {
  /** `replay`. */
  readonly verb: string;
  /** What it does, for the help. */
  readonly help: string;
  /** What is asked before. */
  readonly question: (number: number) => string;
  /** An entry is done whole or not at all. Rejects with `EventError`: then nothing is done with those after it. */
  readonly run: (nc: Nats, entry: Quarantined) => Promise<Outcome>;
  /** What became of so many, as a sentence without its full stop. */
  readonly outcomes: Readonly<Record<Outcome, (number: number) => string>>;
}

const helpOf = ({ verb, help }: Deed<string>): string => `usage: statehub-events quarantine ${verb} [options] [entries]

${help}

${SELECTING_HELP}
  --all               all of them

options:
  --dry-run           only say what it would be
  --yes               do it without asking
  --server <url>      default: NATS_URL; credentials come from the NATS_… variables
  --json              print the result as JSON
  -h, --help          print this

exit codes: 0 done, or nothing to do; 1 not all was done: not confirmed, an entry that is not there, or a failure of the
server on the way; 2 wrong command line; 3 there is no such server or no quarantine
`;

/** Runs a command that does something with selected entries, one after the other in the order of the quarantine. */
export async function eachSelected<Outcome extends string>(
  args: readonly string[],
  deed: Deed<Outcome>,
): Promise<number> {
  const parsed = parseOptions(args, helpOf(deed), {
    allowPositionals: true,
    options: {
      ...SELECTING,
      all: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      server: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const ids = [...new Set(idsOf(positionals))].sort((a, b) => a - b);
  const filter = filterOf(values);
  const ways = [ids.length > 0, Object.keys(filter).length > 0, values.all].filter(Boolean).length;
  if (ways !== 1) {
    throw new UsageError(`quarantine ${deed.verb}: want either the numbers of entries, options that select, or --all`);
  }
  const nc = await connected(values.server);
  try {
    const selection = { ids, filter, last: await lastEntry(nc) };
    const groups = new Groups();
    for await (const entry of selected(nc, selection)) groups.add(entry);
    const missing = ids.length === 0 ? 0 : ids.length - groups.total;
    if (!values.json) process.stdout.write(selectionText(groups, missing));

    const isIdle = values["dry-run"] || groups.total === 0;
    const refusal = isIdle ? undefined : await unconfirmed(deed.question(groups.total), values.yes);
    const { counts, error } =
      isIdle || refusal !== undefined ? NOTHING : await runAll(nc, selection, groups.total, deed);
    if (values.json) {
      const shown = { dryRun: values["dry-run"], selected: groups.total, missing, groups: groups.list, ...counts };
      process.stdout.write(`${JSON.stringify({ ...shown, refusal, error: error?.message }, null, 2)}\n`);
    } else {
      if (isIdle) process.stdout.write(`${deed.verb} of ${entries(groups.total)}: nothing was done\n`);
      for (const [outcome, number] of Object.entries(counts) as [Outcome, number][]) {
        process.stdout.write(`${deed.outcomes[outcome](number)}\n`);
      }
    }
    if (refusal !== undefined) process.stderr.write(`nothing was done: ${refusal}\n`);
    if (error !== undefined) {
      const left = groups.total - Object.values(counts).reduce((sum, one) => sum + one, 0);
      process.stderr.write(`stopped, and ${entries(left)} left as they were: ${error.message}\n`);
    }
    return missing > 0 || refusal !== undefined || error !== undefined ? 1 : 0;
  } finally {
    await nc.close();
  }
}

function selectionText(groups: Groups, missing: number): string {
  const table = groups.total > 0 ? formatTable(groups.rows) : "";
  if (missing === 0) return table;
  return `${table}${entries(missing)} of those named ${missing === 1 ? "is" : "are"} not there, or no longer\n`;
}

interface Result {
  readonly counts: Readonly<Record<string, number>>;
  /** What ended it before its time. */
  readonly error: EventError | undefined;
}

const NOTHING: Result = { counts: {}, error: undefined };

async function runAll<Outcome extends string>(
  nc: Nats,
  selection: Selection,
  total: number,
  { verb, run }: Deed<Outcome>,
): Promise<Result> {
  const counts: Partial<Record<Outcome, number>> = {};
  const bar = progress(verb, total);
  try {
    for await (const entry of selected(nc, selection)) {
      const outcome = await run(nc, entry);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      bar.step();
    }
    return { counts: counts as Record<string, number>, error: undefined };
  } catch (error) {
    return { counts: counts as Record<string, number>, error: EventError.from(error) };
  } finally {
    bar.done();
  }
}
