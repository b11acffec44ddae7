import { styleText } from "node:util";

/** What happened at one moment of the demo. */
export interface Moment {
  /** Milliseconds since the demo began. */
  readonly ms: number;
  readonly who: "generate" | "server" | "hub" | "activity-core" | "issue-core" | "parity" | "demo";
  readonly what: string;
  /** Named values, for machines and for the curious. */
  readonly details: Readonly<Record<string, unknown>>;
}

const COLOURS = {
  generate: "magenta",
  server: "yellow",
  hub: "cyan",
  "activity-core": "green",
  "issue-core": "blue",
  parity: "magenta",
  demo: "bold",
} as const;

/** Tells the demo's story as it happens: a line a moment, as text or as JSON. */
export class Timeline {
  readonly #started = performance.now();
  readonly #isJson: boolean;

  constructor(isJson: boolean) {
    this.#isJson = isJson;
  }

  tell(who: Moment["who"], what: string, details: Moment["details"] = {}): void {
    const ms = Math.round(performance.now() - this.#started);
    const moment: Moment = { ms, who, what, details };
    process.stdout.write(this.#isJson ? `${JSON.stringify(moment)}\n` : textOf(moment));
  }

  /** An empty line with a heading, for people only. */
  chapter(title: string): void {
    if (!this.#isJson) process.stdout.write(`\n${styleText("bold", title)}\n`);
  }
}

function textOf({ ms, who, what, details }: Moment): string {
  const time = `${(ms / 1000).toFixed(2).padStart(6)} s`;
  const values = Object.entries(details).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const colour = styleText(COLOURS[who], who.padEnd(13));
  return `${styleText("dim", time)}  ${colour} ${what}${values.length === 0 ? "" : styleText("dim", `  ${values.join(" ")}`)}\n`;
}
