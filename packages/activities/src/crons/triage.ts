import type { Contracts, EventContractVersions } from "../check/contracts.ts";
import type { CronJob } from "./job.ts";
import { periodOf } from "./schedule.ts";
import { isTelling, stem, wordsOf } from "./words.ts";

/** What is to become of a cron. */
export type Triage =
  /** A rule on an event does its work. */
  | "replace"
  /** A rule does its work, and a rare run beside it finds what was never published. */
  | "replace-and-sweep"
  /** The hub looks at the clock and publishes an event; a rule does the work. */
  | "move-the-clock"
  /** It is about a machine or about the time itself, and stays. */
  | "keep";

/** What is missing before a cron can go. */
export interface Gap {
  /** The event type to be proposed. */
  readonly event: string;
  readonly because: string;
}

export interface Triaged {
  readonly job: CronJob;
  readonly triage: Triage;
  readonly reason: string;
  /** The event that takes the place of the clock, if there is one. */
  readonly event: EventContractVersions | undefined;
  readonly gap: Gap | undefined;
}

const KEEP =
  /\b(?:back-?up|vacuum|log-?rotate|rotate-?logs?|certbot|renew-?cert\w*|prune|archive|dump|snapshot|heartbeat|health|apt|yum|updatedb|tmpwatch|fstrim|run-parts|metrics|gc|compact)\b/i;

/** Words for what comes about by time alone. */
const BY_TIME: ReadonlySet<string> = new Set(
  [
    "stale",
    "overdue",
    "due",
    "idle",
    "expired",
    "expire",
    "expiring",
    "aging",
    "old",
    "inactive",
    "forgotten",
    "reminder",
    "remind",
    "review",
  ].map(stem),
);

/** An hour: who looks more often than this waits for something to happen. */
const OFTEN_MS = 3_600_000;

/** A guess at what is to become of a job, from what it is called and runs; a person confirms it. */
export function triageOf(job: CronJob, { byType }: Contracts): Triaged {
  const text = `${job.name} ${job.command}`;
  const words = wordsOf(text);
  const decided = (triage: Triage, reason: string, more: Partial<Triaged> = {}): Triaged => ({
    job,
    triage,
    reason,
    event: undefined,
    gap: undefined,
    ...more,
  });
  if (KEEP.test(text.replaceAll(/[_/.]/g, " ")))
    return decided("keep", "it looks after a machine or a store, not after what the hub knows");
  const schedules = job.schedules.filter(({ kind }) => kind !== "boot");
  if (schedules.length === 0) return decided("keep", "it runs when the machine starts, not by the clock");
  const event = bestEvent(words, [...byType.values()]);
  const isByTime = [...words].some((word) => BY_TIME.has(word));
  if (event !== undefined && isByTime) {
    return decided(
      "move-the-clock",
      `time alone brings it about; the hub looks at the clock and publishes ${event.type}`,
      { event },
    );
  }
  if (event !== undefined) {
    const period = Math.min(...schedules.map((one) => periodOf(one) ?? Number.POSITIVE_INFINITY));
    return period <= OFTEN_MS
      ? decided("replace", `it looks every hour or more often for what ${event.type} says at once`, { event })
      : decided("replace-and-sweep", `${event.type} says at once what it looks for; a rare run stays as a safety net`, {
          event,
        });
  }
  const proposed = proposedType(words, isByTime);
  if (proposed === undefined) return decided("keep", "nothing in its name or command says which event it waits for");
  const gap = { event: proposed, because: `no event says what ${job.name} looks for` };
  return decided(isByTime ? "move-the-clock" : "replace", gap.because, { gap });
}

/** The event whose tokens the job's words name: its verb, or all of its nouns and a part of its description. */
function bestEvent(
  words: ReadonlySet<string>,
  events: readonly EventContractVersions[],
): EventContractVersions | undefined {
  const scored = events.map((event) => {
    const tokens = event.type
      .replace(/^org\.statehub\./, "")
      .replace(/\.v\d+$/, "")
      .split(/[._]/)
      .map(stem);
    const verb = tokens.at(-1) as string;
    const nouns = tokens.slice(0, -1);
    const hit = nouns.filter((noun) => words.has(noun)).length;
    return {
      event,
      score: hit + (words.has(verb) ? 2 : 0),
      isWhole: hit > 0 && words.has(verb),
      isNamed: hit === nouns.length && hit > 1,
    };
  });
  const fitting = scored.filter(({ isWhole, isNamed }) => isWhole || isNamed).sort((a, b) => b.score - a.score);
  return fitting[0]?.event;
}

const NOUNS: readonly string[] = ["repo", "workstream", "task", "domain", "goal", "decision"];

/** A type for what no event says yet: the hub's noun that the job names, and what it says of it. */
function proposedType(words: ReadonlySet<string>, isByTime: boolean): string | undefined {
  const noun = NOUNS.find((one) => words.has(stem(one)));
  if (noun === undefined) return undefined;
  const telling = [...words].find((word) => isTelling(word) && stem(noun) !== word && (!isByTime || BY_TIME.has(word)));
  const verb =
    telling === undefined
      ? "changed"
      : isByTime
        ? telling.startsWith("review")
          ? "due"
          : "stale"
        : `${telling.replace(/e$/, "").replace(/y$/, "i")}ed`;
  return `org.statehub.${noun}.${verb}`;
}
