import { isUtf8 } from "node:buffer";
import { type Quarantined, showQuarantined } from "@statehub/events-runtime";
import { printable, problemText } from "../../events/event-text.ts";
import { type Judged, judge } from "../../events/judge.ts";
import { knownContracts, schemasByType } from "../../events/known-contracts.ts";
import { connected } from "../../events/server.ts";
import { entryFacts, entryText } from "../../quarantine/entry-text.ts";
import { idsOf } from "../../quarantine/selection.ts";
import { parseOptions, UsageError } from "../../usage-error.ts";

const HELP = `usage: statehub-events quarantine show <entry> [options]

Shows an entry of the quarantine: where it is from, why it is here, the event itself, and what the contracts that this
command was built with say of it. If they say nothing now, a replay has a chance.

options:
  --reveal            print personal and secret values, undeclared fields, headers and undecodable bytes too
  --server <url>      default: NATS_URL; credentials come from the NATS_… variables
  --json              print it as JSON
  -h, --help          print this

exit codes: 0 shown, 1 there is no such entry, 2 wrong command line, 3 there is no such server or no quarantine
`;

/** The `quarantine show` command. */
export async function show(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      reveal: { type: "boolean", default: false },
      server: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const [id, ...more] = idsOf(positionals);
  if (id === undefined || more.length > 0)
    throw new UsageError(`got ${positionals.length} entries, want the id of one`);
  const nc = await connected(values.server);
  let entry: Quarantined | undefined;
  try {
    entry = await showQuarantined(nc, id);
  } finally {
    await nc.close();
  }
  if (entry === undefined) {
    process.stderr.write(`there is no entry ${id}, or no longer: it was replayed and handled, discarded, or expired\n`);
    return 1;
  }
  const judged = judge(entry.body, knownContracts.set, entry.subject);
  const event = printable(judged, await schemasByType(knownContracts), values.reveal);
  if (values.json) {
    const original = values.reveal ? { headers: headersOf(entry), body: bodyOf(entry) } : {};
    const facts = entryFacts(entry, values.reveal);
    process.stdout.write(`${JSON.stringify({ ...facts, event, problem: judged.problem, ...original }, null, 2)}\n`);
  } else {
    process.stdout.write(textOf(entry, judged, event, values.reveal));
  }
  return 0;
}

function textOf(entry: Quarantined, judged: Judged, event: object | undefined, reveal: boolean): string {
  const { stream, sequence, subject, storedAt, attempts, deliveries, body } = entry;
  const bytes = reveal ? bodyOf(entry) : `${body.length} bytes that are not an event; --reveal prints them`;
  const problem = problemText(judged.problem, process.stdout);
  return [
    entryText(entry, process.stdout),
    `  from ${stream} ${sequence}, subject ${subject}, stored ${storedAt.toISOString()}\n`,
    `  ${attempts} attempts to handle it, ${deliveries} deliveries\n`,
    reveal
      ? `${headersOf(entry)
          .map((line) => `  ${line}\n`)
          .join("")}`
      : "",
    `${event === undefined ? bytes : JSON.stringify(event, null, 2)}\n`,
    problem === "" ? "  the contracts find nothing wrong with it\n" : problem,
  ].join("");
}

function headersOf({ headerBlock }: Quarantined): string[] {
  return Buffer.from(headerBlock).toString("utf8").split("\r\n").slice(1).filter(Boolean);
}

/** The original bytes as text, or in base64 where they are none. */
function bodyOf({ body }: Quarantined): string {
  return isUtf8(body) ? Buffer.from(body).toString("utf8") : Buffer.from(body).toString("base64");
}
