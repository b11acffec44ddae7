import type { ChaosOptions } from "./options.ts";
import { type Random, randomFrom } from "./random.ts";

/** Everywhere. Two of a process are running where it says so: the one at work is meant. */
const ANYWHERE = [
  "hub killed",
  "relay killed",
  "relay stopped in time",
  "relay frozen",
  "consumer killed",
  "consumer stopped in time",
  "consumer frozen",
  "stream full",
  "database locked",
  "consumer deleted",
  "clock jump",
  "event that throws",
  "event that kills",
] as const;
const ONE_SERVER = [
  "server killed",
  "server frozen",
  "stream's tail lost",
  "consumer's position lost",
  "whole store's tail lost",
  "stream deleted",
] as const;
const CLUSTER = ["leader killed", "leader frozen", "node killed"] as const;
const POSTGRES = ["database killed"] as const;

export type FaultKind =
  | (typeof ANYWHERE)[number]
  | (typeof ONE_SERVER)[number]
  | (typeof CLUSTER)[number]
  | (typeof POSTGRES)[number];

export interface PlannedFault {
  readonly kind: FaultKind;
  /** It comes when so many events are committed … */
  readonly afterEvents: number;
  /** … and so many milliseconds later. */
  readonly delayMs: number;
  /** How long it lasts, where that is not up to something else. */
  readonly durationMs: number;
  /** Whether the next one waits until all is well again. */
  readonly isolated: boolean;
  /** Decides the rest, such as which of two databases. */
  readonly draw: number;
}

export function kindsOf({ cluster, store }: Pick<ChaosOptions, "cluster" | "store">): FaultKind[] {
  return [...ANYWHERE, ...(cluster ? CLUSTER : ONE_SERVER), ...(store === "postgres" ? POSTGRES : [])];
}

/** What happens and when, by the seed alone: each kind once before any comes again. */
export function schedule(options: ChaosOptions): PlannedFault[] {
  const random = randomFrom(options.seed);
  const kinds: FaultKind[] = [];
  while (kinds.length < options.faults) kinds.push(...random.shuffled(kindsOf(options)));
  return kinds.slice(0, options.faults).map((kind, index) => planned(kind, index, options, random));
}

function planned(kind: FaultKind, index: number, options: ChaosOptions, random: Random): PlannedFault {
  return {
    kind,
    afterEvents: Math.floor((options.events * (index + 0.5)) / (options.faults + 1)),
    delayMs: random.between(0, 300),
    durationMs: random.between(200, Math.round(options.leaseMs * 1.7)),
    // What kills consumers again and again is told from what merely dies often by nothing else happening meanwhile.
    isolated: kind === "event that kills" || random.next() < 0.7,
    draw: random.next(),
  };
}
