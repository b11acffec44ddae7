import {
  listQuarantined,
  type Quarantined,
  type QuarantineFilter,
  type QuarantineReason,
  STATEHUB_QUARANTINE,
  showQuarantined,
} from "@statehub/events-runtime";
import { knownContracts, typeNamed } from "../events/known-contracts.ts";
import { timeOption } from "../events/recorded.ts";
import type { Nats } from "../events/server.ts";
import { stateOf } from "../events/stream-messages.ts";
import { UsageError } from "../usage-error.ts";

/** Options that select entries, for `parseOptions`. */
export const SELECTING = {
  consumer: { type: "string" },
  type: { type: "string" },
  reason: { type: "string" },
  "event-id": { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
} as const;

export const SELECTING_HELP = `which (all of what is given has to hold):
  --consumer <name>   the durable consumer
  --type <type>       the event type, with or without "org.statehub."
  --reason <reason>   undecodable, invalid_envelope, invalid_event, unknown_type, upcast_failed, handler_failed or
                      process_died
  --event-id <id>     the event's id
  --since <time>      quarantined then or later; 2h is two hours ago
  --until <time>      quarantined before`;

const REASONS: readonly string[] = [
  "undecodable",
  "invalid_envelope",
  "invalid_event",
  "unknown_type",
  "upcast_failed",
  "handler_failed",
  "process_died",
] satisfies QuarantineReason[];

type Values = { readonly [Name in keyof typeof SELECTING]?: string | undefined };

/** What the options select. */
export function filterOf(values: Values): QuarantineFilter {
  const { consumer, type, reason, "event-id": eventId } = values;
  if (reason !== undefined && !REASONS.includes(reason)) {
    throw new UsageError(`--reason: got ${JSON.stringify(reason)}, want one of ${REASONS.join(", ")}`);
  }
  const [since, until] = [timeOption("since", values.since), timeOption("until", values.until)];
  return {
    ...(consumer !== undefined && { consumer }),
    ...(type !== undefined && { type: quarantinedType(type) }),
    ...(reason !== undefined && { reason: reason as QuarantineReason }),
    ...(eventId !== undefined && { eventId }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  };
}

/** Also a type that no contract knows any more, if it is written whole. */
function quarantinedType(name: string): string {
  return name.startsWith("org.statehub.") ? name : typeNamed(name, knownContracts);
}

/** The ids of entries that were named. */
export function idsOf(positionals: readonly string[]): number[] {
  return positionals.map((text) => {
    const id = Number(text);
    if (Number.isInteger(id) && id > 0) return id;
    throw new UsageError(`got ${JSON.stringify(text)}, want the number of an entry, as "quarantine list" has it`);
  });
}

/** The last entry that there is: what is quarantined later, by a replay for instance, is not part of a selection. */
export async function lastEntry(nc: Nats): Promise<number> {
  return (await stateOf(nc, STATEHUB_QUARANTINE.name)).last;
}

export interface Selection {
  readonly ids: readonly number[];
  readonly filter: QuarantineFilter;
  readonly last: number;
}

/** The selected entries, the oldest first, one by one. An id that is not there is left out. Throws `EventError`. */
export async function* selected(nc: Nats, { ids, filter, last }: Selection): AsyncGenerator<Quarantined> {
  if (ids.length > 0) {
    for (const id of ids) {
      const entry = await showQuarantined(nc, id);
      if (entry !== undefined) yield entry;
    }
    return;
  }
  for await (const entry of listQuarantined(nc, filter)) {
    if (entry.id > last) return;
    yield entry;
  }
}

/** How many entries there are of each consumer, type and reason. */
export class Groups {
  readonly #counts = new Map<string, { group: Group; count: number }>();
  total = 0;

  add({ consumer, type, reason }: Quarantined): void {
    const key = `${consumer} ${type} ${reason}`;
    const known = this.#counts.get(key) ?? { group: { consumer, type, reason }, count: 0 };
    known.count++;
    this.#counts.set(key, known);
    this.total++;
  }

  /** The largest first. */
  get list(): readonly (Group & { readonly count: number })[] {
    return [...this.#counts.values()]
      .map(({ group, count }) => ({ ...group, count }))
      .sort((a, b) => b.count - a.count);
  }

  /** As rows of a table. */
  get rows(): string[][] {
    return [
      ["entries", "consumer", "type", "reason"],
      ...this.list.map(({ consumer, type, reason, count }) => [String(count), consumer, type ?? "-", reason]),
    ];
  }
}

type Group = Pick<Quarantined, "consumer" | "type" | "reason">;
