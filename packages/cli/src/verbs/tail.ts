import { setTimeout as pause } from "node:timers/promises";
import { EventError, STATEHUB_EVENTS } from "@statehub/events-runtime";
import { eventText, printable, problemText } from "../events/event-text.ts";
import { judge } from "../events/judge.ts";
import { knownContracts, schemasByType, typeNamed } from "../events/known-contracts.ts";
import { Output } from "../events/output.ts";
import { timeOption } from "../events/recorded.ts";
import { connected, type Nats } from "../events/server.ts";
import { type StreamMessage, stateOf, streamMessages } from "../events/stream-messages.ts";
import { parseOptions, UsageError, wholeNumber } from "../usage-error.ts";

const HELP = `usage: statehub-events tail [options]

Prints the events of a stream as they come, decoded and judged by the contracts, until Ctrl-C. It leaves no durable
consumer behind and takes nothing from anybody. A server that goes away is waited for; what came meanwhile is printed.

which:
  --type <type>       this event type, with or without "org.statehub."; may be given again
  --subject <subject> this NATS subject, with wildcards; may be given again
  --key <value>       the CloudEvents subject: the value of the contract's key
  --source <source>   the publisher, such as urn:statehub:hub
  --problems          only what the contracts refuse

from where:
  --from <start>      "all", a sequence of the stream, a time, or 2h for two hours ago (default: what comes now)
  --last <n>          begin with the last n that fit
  --count <n>         end after n
  --no-follow         end with what the stream has now

options:
  --stream <name>     default: ${STATEHUB_EVENTS.name}
  --server <url>      default: NATS_URL; credentials come from the NATS_… variables
  --reveal            print personal and secret values and undeclared fields too
  --json              print one JSON object per line: sequence, subject, storedAt, event, problem
  -h, --help          print this

exit codes: 0 ended as asked, 2 wrong command line, 3 there is no such server or stream
`;

const OPTIONS = {
  type: { type: "string", multiple: true, default: [] as string[] },
  subject: { type: "string", multiple: true, default: [] as string[] },
  key: { type: "string" },
  source: { type: "string" },
  problems: { type: "boolean", default: false },
  from: { type: "string" },
  last: { type: "string" },
  count: { type: "string" },
  "no-follow": { type: "boolean", default: false },
  stream: { type: "string", default: STATEHUB_EVENTS.name },
  server: { type: "string" },
  reveal: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

/** The `tail` command. */
export async function tail(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, { options: OPTIONS });
  if (parsed === undefined) return 0;
  const { values } = parsed;
  const { stream, server, key, source, reveal } = values;
  const subjects = [...values.type.map((name) => typeNamed(name)), ...values.subject];
  const most = wholeNumber("count", values.count) ?? Number.POSITIVE_INFINITY;
  const latest = wholeNumber("last", values.last);
  if (latest !== undefined && values.from !== undefined)
    throw new UsageError("got --from and --last, want one of them");
  const schemas = await schemasByType(knownContracts);

  /** What is printed of a message; undefined for one that is not wanted. */
  const textOf = (message: StreamMessage): string | undefined => {
    const { sequence, subject, storedAt } = message;
    const judged = judge(message.bytes, knownContracts.set, subject);
    const { envelope, problem } = judged;
    if (key !== undefined && envelope?.subject !== key) return undefined;
    if (source !== undefined && envelope?.source !== source) return undefined;
    if (values.problems && problem === undefined) return undefined;
    const event = printable(judged, schemas, reveal);
    if (values.json) return `${JSON.stringify({ sequence, subject, storedAt, event, problem })}\n`;
    const place = `${stream} ${sequence}${envelope?.type === subject ? "" : ` ${subject}`}`;
    return eventText(event, place, process.stdout) + problemText(problem, process.stdout);
  };

  const output = new Output();
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  output.signal.addEventListener("abort", stop);
  const isWanted = (message: StreamMessage): boolean => textOf(message) !== undefined;
  const position = new Position(stream, (nc) => {
    return startOf(nc, stream, values.from, latest, { subjects, isWanted });
  });
  let printed = 0;
  for await (const message of position.messages({ server, subjects, follow: !values["no-follow"], stopped })) {
    const text = textOf(message);
    if (text === undefined) continue;
    await output.write(text);
    if (++printed >= most) break;
  }
  return 0;
}

interface Wanted {
  readonly subjects: readonly string[];
  readonly isWanted: (message: StreamMessage) => boolean;
}

/** Where reading begins: the first sequence, or the time. */
async function startOf(
  nc: Nats,
  stream: string,
  from: string | undefined,
  latest: number | undefined,
  { subjects, isWanted }: Wanted,
): Promise<number | Date> {
  const { first, last } = await stateOf(nc, stream);
  if (from === "all") return first;
  if (from !== undefined) return /^\d+$/.test(from) ? Math.max(1, Number(from)) : (timeOption("from", from) as Date);
  if (latest === undefined) return last + 1;
  // The last that fit are looked for from the end, in parts that grow.
  for (let width = latest; ; width *= 4) {
    const start = Math.max(first, last - width + 1);
    const found: number[] = [];
    for await (const message of streamMessages(nc, stream, { subjects, from: start, last })) {
      if (!isWanted(message)) continue;
      found.push(message.sequence);
      if (found.length > latest) found.shift();
    }
    if (found.length === latest || start <= first) return found[0] ?? last + 1;
  }
}

/** A place in a stream that outlives connections. */
class Position {
  readonly #stream: string;
  readonly #start: (nc: Nats) => Promise<number | Date>;
  #next: number | Date | undefined;
  /** When the stream was created that the place is in. */
  #created: string | undefined;

  constructor(stream: string, start: (nc: Nats) => Promise<number | Date>) {
    this.#stream = stream;
    this.#start = start;
  }

  /** The messages from there on, over as many connections as it takes. */
  async *messages(options: {
    readonly server: string | undefined;
    readonly subjects: readonly string[];
    readonly follow: boolean;
    readonly stopped: AbortController;
  }): AsyncGenerator<StreamMessage> {
    const { server, subjects, follow, stopped } = options;
    while (!stopped.signal.aborted) {
      let nc: Nats | undefined;
      try {
        nc = await connected(server);
        const { last } = await this.#locate(nc);
        const close = (): void => void nc?.close();
        stopped.signal.addEventListener("abort", close);
        if (stopped.signal.aborted) return;
        const until = follow ? {} : { last };
        for await (const message of streamMessages(nc, this.#stream, { subjects, from: this.#next, ...until })) {
          this.#next = message.sequence + 1;
          yield message;
        }
        if (!follow) return;
      } catch (error) {
        if (stopped.signal.aborted) return;
        // Before the first message is awaited, a wrong address is more likely than a server that restarts.
        if (this.#created === undefined || error instanceof UsageError) throw error;
        process.stderr.write(`waiting for the server: ${EventError.from(error).message}\n`);
      } finally {
        await nc?.close();
      }
      await pause(500, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  }

  async #locate(nc: Nats): Promise<{ readonly last: number }> {
    const { first, last, created } = await stateOf(nc, this.#stream);
    if (this.#created === undefined) this.#next = await this.#start(nc);
    else if (created !== this.#created) {
      process.stderr.write(`${this.#stream} was created anew: printed from its beginning\n`);
      this.#next = first;
    } else if (typeof this.#next === "number" && this.#next > last + 1) {
      process.stderr.write(`${this.#stream} lost what came after ${last}: printed from there\n`);
      this.#next = last + 1;
    }
    this.#created = created;
    return { last };
  }
}
