import { Output } from "../../events/output.ts";
import { connected } from "../../events/server.ts";
import { entries, entryFacts, entryText } from "../../quarantine/entry-text.ts";
import { filterOf, Groups, lastEntry, SELECTING, SELECTING_HELP, selected } from "../../quarantine/selection.ts";
import { formatTable } from "../../report.ts";
import { parseOptions, wholeNumber } from "../../usage-error.ts";

const HELP = `usage: statehub-events quarantine list [options]

Lists what consumers could not handle, the oldest first.

${SELECTING_HELP}

options:
  --counts            print only how many there are of each consumer, type and reason
  --limit <n>         at most n
  --check             exit with 1 if there is any, for a monitor
  --server <url>      default: NATS_URL; credentials come from the NATS_… variables
  --json              print one JSON object per line: an entry, or with --counts a group
  -h, --help          print this

exit codes: 0 listed, 1 --check: there are entries, 2 wrong command line, 3 there is no such server or no quarantine
`;

/** The `quarantine list` command. */
export async function list(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    options: {
      ...SELECTING,
      counts: { type: "boolean", default: false },
      limit: { type: "string" },
      check: { type: "boolean", default: false },
      server: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values } = parsed;
  const filter = filterOf(values);
  const limit = wholeNumber("limit", values.limit) ?? Number.POSITIVE_INFINITY;
  const output = new Output();
  const groups = new Groups();
  const nc = await connected(values.server);
  try {
    for await (const entry of selected(nc, { ids: [], filter, last: await lastEntry(nc) })) {
      if (output.signal.aborted || groups.total >= limit) break;
      groups.add(entry);
      if (values.counts) continue;
      if (values.json) await output.write(`${JSON.stringify(entryFacts(entry))}\n`);
      else await output.write(entryText(entry, process.stdout));
    }
  } finally {
    await nc.close();
  }
  if (values.json) {
    if (values.counts) for (const group of groups.list) await output.write(`${JSON.stringify(group)}\n`);
  } else if (values.counts && groups.total > 0) await output.write(formatTable(groups.rows));
  else await output.write(`${groups.total === 0 ? "no entries" : entries(groups.total)}\n`);
  return values.check && groups.total > 0 ? 1 : 0;
}
