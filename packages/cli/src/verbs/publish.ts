import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { EventType } from "@statehub/events-contracts";
import { examples } from "@statehub/events-contracts/testing";
import {
  checkEvent,
  connectPublisher,
  createEnvelope,
  type EnvelopeOptions,
  type EventContract,
  EventError,
} from "@statehub/events-runtime";
import { printable } from "../events/event-text.ts";
import { judge } from "../events/judge.ts";
import { knownContracts, schemasByType, typeNamed } from "../events/known-contracts.ts";
import { timeOption } from "../events/recorded.ts";
import { parseOptions, UsageError, wholeNumber } from "../usage-error.ts";

const HELP = `usage: statehub-events publish <type> --data <file>|-|example [options]

Publishes one event, for trying things. The hub publishes its own through its outbox.

data:
  --data <file>         a file with the data as JSON; "-" is standard input, "example" the contract's first example
  --example [n]         the contract's example of that number, counted from 1

envelope:
  --id <uuid>           default: a new UUIDv7. Publishing an id again within the duplicate window stores nothing
  --time <time>         when it occurred (default: now); 2h is two hours ago
  --source <urn>        default: urn:statehub:cli
  --correlation-id <id> common to all events of one business operation
  --causation-id <id>   the event that this one follows from
  --traceparent <value> W3C Trace Context

options:
  --dry-run             validate, and print the envelope instead of sending it; needs no server
  --server <url>        default: NATS_URL; credentials come from the NATS_… variables
  --reveal              with --dry-run: print personal and secret values too
  --json                print the result as JSON
  -h, --help            print this

exit codes: 0 the stream has it, 1 the event is not as its contract wants it, 2 wrong command line, 3 it was not stored
`;

/** The `publish` command. */
export async function publish(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(withNumbers(args), HELP, {
    allowPositionals: true,
    options: {
      data: { type: "string" },
      example: { type: "string" },
      id: { type: "string" },
      time: { type: "string" },
      source: { type: "string", default: "urn:statehub:cli" },
      "correlation-id": { type: "string" },
      "causation-id": { type: "string" },
      traceparent: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      server: { type: "string" },
      reveal: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    throw new UsageError(`got ${positionals.length} event types, want one, such as repo.registered`);
  }
  const type = typeNamed(name);
  const contract = knownContracts.set.contracts[type] as EventContract;
  const { server, source, json, reveal } = values;
  if (!values["dry-run"] && server === undefined && !process.env.NATS_URL) {
    throw new UsageError(
      "NATS_URL is not set, so nothing would be sent: set it, give --server, or look with --dry-run",
    );
  }
  const data = await dataOf(type, values);
  const time = timeOption("time", values.time);
  const options: EnvelopeOptions = {
    ...(values.id !== undefined && { id: values.id }),
    ...(time !== undefined && { time }),
    ...(values["correlation-id"] !== undefined && { correlationid: values["correlation-id"] }),
    ...(values["causation-id"] !== undefined && { causationid: values["causation-id"] }),
    ...(values.traceparent !== undefined && { traceparent: values.traceparent }),
  };
  try {
    if (values["dry-run"]) return await dryRun(contract, data, { ...options, source }, reveal);
    return await send(contract, data, { ...options, source }, { server, json });
  } catch (error) {
    if (!(error instanceof EventError) || error.violations === undefined) throw error;
    if (json) process.stdout.write(`${JSON.stringify({ code: error.code, violations: error.violations }, null, 2)}\n`);
    else process.stderr.write(refusalText(error));
    return 1;
  }
}

type Envelope = EnvelopeOptions & { readonly source: string };

async function dryRun(contract: EventContract, data: unknown, options: Envelope, reveal: boolean): Promise<number> {
  const envelope = createEnvelope(contract, data, options);
  checkEvent(knownContracts.set, envelope, "strict");
  const judged = judge(Buffer.from(JSON.stringify(envelope)), knownContracts.set);
  const shown = printable(judged, await schemasByType(knownContracts), reveal);
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  process.stderr.write(`valid, and not sent: ${contract.type} ${contract.version}\n`);
  return 0;
}

async function send(
  contract: EventContract,
  data: unknown,
  { source, ...options }: Envelope,
  { server, json }: { readonly server: string | undefined; readonly json: boolean },
): Promise<number> {
  await using publisher = await connectPublisher({
    contracts: knownContracts.set,
    source,
    logger: SILENT,
    ...(server !== undefined && { servers: server }),
  });
  await publisher.ready({ timeoutMs: 5_000 });
  const published = await publisher.publish(contract, data, options);
  if (json) process.stdout.write(`${JSON.stringify(published, null, 2)}\n`);
  else if (published.status === "published") {
    const { stream, sequence, id, duplicate, ms } = published;
    const what = duplicate ? "was there already, nothing was stored" : "stored";
    process.stdout.write(`${what}: ${stream} ${sequence} ${contract.type} ${id} (${Math.round(ms)} ms)\n`);
  }
  return 0;
}

/** What is wrong comes as an error, and is printed once. */
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function refusalText({ code, violations = [] }: EventError): string {
  const lines = violations.map(({ pointer, got, want }) => `  ${pointer || "the data"}: got ${got}, want ${want}\n`);
  return `not sent: ${code === "invalid_event" ? "the data does" : "the envelope does"} not fit\n${lines.join("")}`;
}

async function dataOf(
  type: string,
  { data, example }: { readonly data?: string | undefined; readonly example?: string | undefined },
): Promise<unknown> {
  if ((data === undefined) === (example === undefined)) {
    throw new UsageError("want either --data <file>, --data - or --example");
  }
  if (example !== undefined || data === "example") return exampleOf(type, wholeNumber("example", example) ?? 1);
  const file = data as string;
  const json = file === "-" ? await text(process.stdin) : readData(file);
  try {
    return JSON.parse(json);
  } catch {
    // The parser's message quotes the text.
    throw new UsageError(`--data: got ${Buffer.byteLength(json)} bytes that are not JSON, want the event's data`);
  }
}

function exampleOf(type: string, number: number): unknown {
  const all: readonly unknown[] = examples[type as EventType];
  if (number > all.length) {
    throw new UsageError(`--example: got ${number}, want at most ${all.length}: ${type} has no more examples`);
  }
  return all[number - 1];
}

function readData(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--data: ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** `--example` alone is the first. */
function withNumbers(args: readonly string[]): string[] {
  return args.flatMap((arg, i) => (arg === "--example" && !/^\d+$/.test(args[i + 1] ?? "") ? [arg, "1"] : [arg]));
}
