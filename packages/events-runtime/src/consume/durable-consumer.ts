import { type ConsumerConfig, type ConsumerInfo, type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { atLeast } from "../connect/server-version.ts";
import { EventError } from "../event-error.ts";

/** A durable pull consumer as a subscription needs it. */
export interface DurableConsumer {
  readonly stream: string;
  readonly durable: string;
  /** The subjects that it wants, at least one. */
  readonly subjects: readonly string[];
  /** How long the server waits for an acknowledgement before it delivers again. */
  readonly ackWaitMs: number;
  /** How many messages may be delivered and not acknowledged. */
  readonly maxAckPending: number;
  /** Where a new consumer starts: `all` that the stream still has, only what is `new`, or a stream sequence. */
  readonly from: "all" | "new" | number;
  /** Whether a consumer that is there is left as it is: another process with other settings may be the active one. */
  readonly isOthers?: (existing: ConsumerInfo) => boolean;
  /** How long a client to which the server has pinned the consumer may be silent, where the server can do that. */
  readonly pinMs: number;
}

/** The only priority group of a pinned consumer. */
export const GROUP = "active";

/** Whether the server can see to it that only one of several clients gets a consumer's messages. */
export function canPin(nc: NatsConnection): boolean {
  return atLeast(nc.info?.version, "2.11.0");
}

/** The client to which the server has pinned the consumer, if there is one. */
export function pinnedTo(info: ConsumerInfo): string | undefined {
  const groups = (info as { priority_groups?: readonly { group: string; pinned_client_id?: string }[] })
    .priority_groups;
  return groups?.find(({ group }) => group === GROUP)?.pinned_client_id || undefined;
}

type Filters = Pick<ConsumerConfig, "filter_subject" | "filter_subjects">;
type Settings = Filters &
  Pick<
    ConsumerConfig,
    ("ack_wait" | "max_ack_pending" | "max_deliver") | ("priority_groups" | "priority_policy" | "priority_timeout")
  >;

/**
 * The consumer, created if it is missing and updated in place if its settings differ: this is how a type is added to,
 * or taken from, a deployed consumer. It keeps its position, so a type that is added is delivered from there on.
 * Throws `EventError`: `consumer_conflict` for what cannot be changed in place, `no_stream` …
 */
export async function ensureConsumer(nc: NatsConnection, wanted: DurableConsumer): Promise<ConsumerInfo> {
  const jsm = await jetstreamManager(nc, { checkAPI: false });
  const { stream, durable } = wanted;
  const settings: Settings = {
    ...filtersFor(nc, wanted.subjects),
    ack_wait: wanted.ackWaitMs * 1e6,
    max_ack_pending: wanted.maxAckPending,
    // A message is given up by the program that knows why, never by a counter of the server.
    max_deliver: -1,
    ...(canPin(nc) && {
      priority_groups: [GROUP],
      priority_policy: "pinned_client",
      priority_timeout: wanted.pinMs * 1e6,
    }),
  };
  const existing = await infoOf(jsm, stream, durable);
  if (existing === undefined) {
    const config = { durable_name: durable, ack_policy: "explicit", ...startAt(wanted.from), ...settings } as const;
    try {
      return verified(await jsm.consumers.add(stream, config), settings);
    } catch (error) {
      // Another process may have just created it, to start elsewhere; each version of the server says so differently.
      if ((await infoOf(jsm, stream, durable)) === undefined) throw error;
      return ensureConsumer(nc, wanted);
    }
  }
  refuseConflicts(existing);
  if (wanted.isOthers?.(existing)) return existing;
  if (differing(existing.config, settings).length === 0) return existing;
  // Absent filters must be taken out of what is there: hence undefined, which the client does not send.
  const changes = { filter_subject: undefined, filter_subjects: undefined, ...settings };
  return verified(await jsm.consumers.update(stream, durable, changes as Settings), settings);
}

/**
 * Several filters need 2.10; before that, one consumer reads the whole stream, and its user skips what it does not
 * want.
 */
function filtersFor(nc: NatsConnection, subjects: readonly string[]): Filters {
  const [only] = subjects;
  if (subjects.length === 1 && only !== undefined) return { filter_subject: only };
  return atLeast(nc.info?.version, "2.10.0") ? { filter_subjects: [...subjects] } : {};
}

function startAt(from: DurableConsumer["from"]): Pick<ConsumerConfig, "deliver_policy" | "opt_start_seq"> {
  if (typeof from !== "number") return { deliver_policy: from };
  return { deliver_policy: "by_start_sequence", opt_start_seq: from };
}

async function infoOf(jsm: JetStreamManager, stream: string, durable: string): Promise<ConsumerInfo | undefined> {
  try {
    return await jsm.consumers.info(stream, durable);
  } catch (error) {
    const known = EventError.from(error);
    if (known.apiCode === CONSUMER_NOT_FOUND) return undefined;
    throw known;
  }
}

const CONSUMER_NOT_FOUND = 10014;

function refuseConflicts({ name, config }: ConsumerInfo): void {
  const conflict =
    config.deliver_subject !== undefined
      ? "got a push consumer, want a pull consumer"
      : config.ack_policy !== "explicit"
        ? `got ack_policy ${config.ack_policy}, want explicit`
        : undefined;
  if (conflict === undefined) return;
  const advice = "the server cannot change that in place: use another name, or delete the consumer";
  throw new EventError("consumer_conflict", `durable consumer ${name}: ${conflict}; ${advice}`);
}

/** Old servers drop what they do not know without a word. */
function verified(info: ConsumerInfo, settings: Settings): ConsumerInfo {
  const dropped = differing(info.config, settings);
  if (dropped.length === 0) return info;
  throw new EventError("consumer_conflict", `durable consumer ${info.name}: the server did not take ${dropped.join()}`);
}

function differing(config: ConsumerConfig, settings: Settings): string[] {
  const fields = ["filter_subject", "filter_subjects", "ack_wait", "max_ack_pending", "max_deliver"] as const;
  const pin = ["priority_groups", "priority_policy", "priority_timeout"] as const;
  const wanted = settings.priority_policy === undefined ? fields : [...fields, ...pin];
  return wanted.filter((field) => text(config[field]) !== text(settings[field]));
}

/** The order of filters means nothing. */
function text(value: unknown): string | undefined {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
}
