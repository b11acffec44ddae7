// What the processes of the chaos suite have in common: they read their settings, take commands, and tell their counts.
import { createInterface } from "node:readline";
import type { Logger } from "../../../src/index.ts";
import type { ChildSettings } from "../options.ts";

export const settings: ChildSettings = JSON.parse(process.argv[2] ?? "");

const counts: Record<string, number> = {};

export function count(name: string, more = 1): void {
  counts[name] = (counts[name] ?? 0) + more;
}

const written = (level: string) => (fields: object, message: string) => {
  count(message);
  console.error(new Date().toISOString(), process.pid, level, message, JSON.stringify(fields));
};

/** Counts all lines, and keeps those that are not about a single success. */
export const logger: Logger = {
  debug(fields, message) {
    count(message, typeof fields.count === "number" ? fields.count : 1);
    const events = (fields.events ?? [fields]) as readonly { readonly duplicate?: boolean }[];
    const duplicates = events.filter(({ duplicate }) => duplicate).length;
    if (duplicates > 0) count("duplicate in the stream", duplicates);
  },
  info: written("info"),
  warn: written("warn"),
  error: written("error"),
};

/** Tells the counts until the process ends, and ends with whoever started it. */
export function begin(
  commands: Readonly<Record<string, (argument: number) => void>>,
  close: () => Promise<void>,
): void {
  const tell = () => process.stdout.write(`${JSON.stringify({ ...counts, rss: process.memoryUsage.rss() })}\n`);
  setInterval(tell, 100);
  const input = createInterface(process.stdin);
  input.on("line", (line) => {
    const [command = "", argument] = line.split(" ");
    commands[command]?.(Number(argument));
    if (command === "clock") shiftClock(Number(argument));
  });
  input.on("close", () => process.exit(1));
  process.once("SIGTERM", () => {
    void close().then(() => {
      tell();
      process.stdout.write("", () => process.exit(0));
    });
  });
}

/** The wall clock, as JavaScript sees it, jumps. The steady clock of `performance.now()` never does. */
function shiftClock(ms: number): void {
  const Real = Date;
  class Shifted extends Real {
    constructor(...given: readonly unknown[]) {
      if (given.length === 0) super(Real.now() + ms);
      else super(...(given as [number]));
    }
    static override now(): number {
      return Real.now() + ms;
    }
  }
  globalThis.Date = Shifted as DateConstructor;
  console.error(`the clock jumps by ${ms} ms`);
}
