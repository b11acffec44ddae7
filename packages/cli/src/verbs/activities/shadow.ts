import { appendFileSync, createReadStream, existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  type Activity,
  type ActivityEvent,
  evaluate,
  eventTriggers,
  type FetchContext,
  type Intent,
  IntentWindow,
  isShadowIntent,
  readLines,
  SHADOW_INTENT,
} from "@statehub/activities";
import { contextFrom } from "../../activities/context.ts";
import { preparedActivities } from "../../activities/prepare.ts";
import { count } from "../../report.ts";
import { parseOptions, UsageError } from "../../usage-error.ts";

const HELP = `usage: statehub-events activities shadow --out <file> [options] [files or folders]

Runs the definitions in shadow mode (default: those of activities/) on the events of the server at NATS_URL, and
appends what each of them wants to a file, one per line. No task is created. An event is acknowledged after its line is
written: after a crash the next run goes on where this one was, and writes no key of a definition twice. Ends on Ctrl-C
or SIGTERM; what still waits for its window is written then, and lost with a crash.

options:
  --out <file>      where the intents are appended: ${SHADOW_INTENT}
  --durable <name>  name of the durable consumer (default: activity-core-shadow)
  --from <start>    where a new consumer starts: "all" that the stream has, or only "new" events (default: new)
  --context <file>  answers of context sources, as JSON: { "/path": answer }
  --hub <url>       or: ask the hub's HTTP API
  --root <dir>      the repository (default: the nearest folder upwards that holds schemas/)
  --quiet           log failures only
  --json            print what was written as JSON in the end, and log failures only
  -h, --help        print this

exit codes: 0 ended as asked, 1 a definition is wrong, 2 wrong command line, 3 consuming ended by itself
`;

/** The `activities shadow` command. */
export async function shadow(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      out: { type: "string" },
      durable: { type: "string", default: "activity-core-shadow" },
      from: { type: "string", default: "new" },
      context: { type: "string" },
      hub: { type: "string" },
      root: { type: "string" },
      quiet: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const { out, from, durable } = values;
  if (out === undefined) throw new UsageError("want --out, the file that the intents are appended to");
  if (from !== "all" && from !== "new")
    throw new UsageError(`--from: got ${JSON.stringify(from)}, want "all" or "new"`);
  const fetch = contextFrom(values.context, values.hub);
  const activities = preparedActivities(positionals, values.root, ({ mode }) => mode === "shadow");
  if (activities === undefined) return 1;
  const { consume, contracts } = await import("@statehub/events-contracts");
  const wanted = new Set(activities.flatMap(({ definition }) => eventTriggers(definition).map(({ event }) => event)));
  const types = (Object.keys(contracts) as (keyof typeof contracts)[]).filter((type) => wanted.has(type));
  if (types.length === 0) throw new UsageError("no definition in shadow mode has an event as its trigger");
  const log = new ShadowLog(resolve(out), activities, await keysIn(resolve(out)));
  const handle = (event: ActivityEvent): Promise<void> => log.take(event, fetch);
  const subscription = await consume({
    durable,
    types,
    from,
    ...((values.quiet || values.json) && { successLevel: "debug" as const, logger: onlyFailures }),
    handlers: Object.fromEntries(types.map((type) => [type, handle])) as never,
  });
  const stop = (): void => void subscription.close();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const error = await subscription.closed;
  log.close();
  const written = { out, written: log.written, ...(error && { error: error.message }) };
  process.stdout.write(
    values.json ? `${JSON.stringify(written)}\n` : `${count(log.written, "intent")} written to ${out}\n`,
  );
  if (error === undefined) return 0;
  process.stderr.write(`${error.message}\n`);
  return 3;
}

const onlyFailures = { ...console, debug: () => undefined, info: () => undefined };

const keyOf = ({ activity, key }: Pick<Intent, "activity" | "key">): string => `${activity} ${key}`;

/** The keys of the lines that a file has, if it is there. It may be long, and is read a part at a time. */
async function keysIn(file: string): Promise<Set<string>> {
  const keys = new Set<string>();
  const add = (text: string): void => {
    for (const record of readLines(file, text, SHADOW_INTENT, isShadowIntent).records) keys.add(keyOf(record));
  };
  let rest = "";
  for await (const part of existsSync(file) ? createReadStream(file, "utf8") : []) {
    const text = rest + part;
    const end = text.lastIndexOf("\n") + 1;
    add(text.slice(0, end));
    rest = text.slice(end);
  }
  // A crash may have left half a line: what comes next begins on a line of its own.
  if (rest !== "") appendFileSync(file, "\n");
  add(rest);
  return keys;
}

/** Evaluates definitions and appends their intents to a file. */
class ShadowLog {
  readonly #file: string;
  readonly #runs: readonly { readonly activity: Activity; readonly window: IntentWindow }[];
  /** Of each line: an event that comes again adds none. */
  readonly #keys: Set<string>;
  readonly #happened = new Map<Intent, ActivityEvent>();
  #timer: NodeJS.Timeout | undefined;
  written = 0;

  constructor(file: string, activities: readonly Activity[], keys: Set<string>) {
    this.#file = file;
    this.#keys = keys;
    this.#runs = activities.map((activity) => ({ activity, window: new IntentWindow(activity.definition) }));
  }

  /** Throws where an evaluation failed: the event is tried again, and quarantined in the end. */
  async take(event: ActivityEvent, fetch: FetchContext): Promise<void> {
    for (const { activity, window } of this.#runs) {
      const now = new Date();
      const result = await evaluate(activity, { event }, { now, fetch });
      if (result.outcome === "failed")
        throw new TypeError(`${activity.definition.id} at ${result.at}: ${result.message}`);
      if (result.outcome !== "intent") continue;
      this.#happened.set(result.intent, event);
      this.#write(window.offer(result.intent, now.getTime()).intents);
    }
    this.#schedule();
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const { window } of this.#runs) {
      for (let { due } = window; due !== undefined; { due } = window) this.#write(window.advance(due));
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const dues = this.#runs.flatMap(({ window }) => window.due ?? []);
    if (dues.length === 0) return;
    // Longer than a timer can wait is waited for in parts.
    const pause = Math.min(Math.max(0, Math.min(...dues) - Date.now()), 2 ** 31 - 1);
    this.#timer = setTimeout(() => {
      for (const { window } of this.#runs) this.#write(window.advance(Date.now()));
      this.#schedule();
    }, pause).unref();
  }

  #write(intents: readonly Intent[]): void {
    for (const intent of intents) {
      const { activity, key } = intent;
      const event = this.#happened.get(intent);
      this.#happened.delete(intent);
      if (this.#keys.has(keyOf(intent))) continue;
      this.#keys.add(keyOf(intent));
      const line = { at: new Date().toISOString(), happenedAt: event?.time, activity, key, cause: event?.id };
      appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
      this.written++;
    }
  }
}
