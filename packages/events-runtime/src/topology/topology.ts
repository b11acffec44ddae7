import type { ConsumerConfig, StreamConfig } from "@nats-io/jetstream";

/** A stream as it should be, in JetStream's own words; times are in nanoseconds. */
export type StreamDefinition = Readonly<
  Pick<
    StreamConfig,
    | "name"
    | "description"
    | "subjects"
    | "storage"
    | "retention"
    | "discard"
    | "max_bytes"
    | "max_age"
    | "duplicate_window"
    | "num_replicas"
    | "allow_direct"
  >
>;

const minutes = 60 * 1e9;
const days = 24 * 60 * minutes;

/** The stream of all state hub events. On a cluster, use it with `num_replicas: 3`. */
export const STATEHUB_EVENTS: StreamDefinition = {
  name: "STATEHUB_EVENTS",
  description: "Lifecycle events of the state hub, one subject per event type",
  subjects: ["org.statehub.>"],
  // Events outlive the server's process.
  storage: "file",
  // Events are history, not work: any number of consumers read them, and an acknowledgement removes nothing.
  retention: "limits",
  // A full stream refuses new events, which their publisher notices and keeps, instead of silently dropping the oldest
  // unread ones.
  discard: "new",
  // Without a limit the disk is the limit, for every other stream too. About three million events of 300 bytes.
  max_bytes: 1024 ** 3,
  // Longer than the longest outage of a consumer that should lose nothing: four weeks and a weekend.
  max_age: 30 * days,
  // Longer than a publisher tries (30 s) and a restarted one takes to come back with the same events. Each id takes the
  // server about 250 bytes of memory for as long.
  duplicate_window: 10 * minutes,
  num_replicas: 1,
  // Single events are read by sequence, without the stream's leader.
  allow_direct: true,
};

/**
 * What consumers could not handle: one subject for each consumer and type, the original message untouched, and why it
 * is here. It stays until somebody replays or discards it.
 */
export const STATEHUB_QUARANTINE: StreamDefinition = {
  name: "STATEHUB_QUARANTINE",
  description: "Messages that a consumer of state hub events could not handle, until they are replayed or discarded",
  subjects: ["quarantine.statehub.>"],
  storage: "file",
  retention: "limits",
  // A full quarantine makes consumers hold what they cannot handle, instead of dropping what nobody has looked at.
  discard: "new",
  max_bytes: 256 * 1024 ** 2,
  // Longer than the events themselves: three months to look at them.
  max_age: 90 * days,
  // Longer than a consumer takes to come back after it was killed between two steps.
  duplicate_window: 10 * minutes,
  num_replicas: 1,
  allow_direct: true,
};

/** Messages on their way from the quarantine back to the consumer that could not handle them. */
export const STATEHUB_REPLAY: StreamDefinition = {
  name: "STATEHUB_REPLAY",
  description: "Quarantined messages that are replayed, each to the consumer that it failed in",
  subjects: ["replay.statehub.>"],
  storage: "file",
  // Each has one reader, and is gone when that one is done with it.
  retention: "workqueue",
  discard: "new",
  max_bytes: 64 * 1024 ** 2,
  max_age: 30 * days,
  // Nothing here has a message id: what waits for its replay is recognised by its subject.
  duplicate_window: 2 * minutes,
  num_replicas: 1,
  allow_direct: true,
};

/** A durable pull consumer as it should be, in JetStream's own words; times are in nanoseconds. */
export type ConsumerDefinition = Readonly<
  { stream: string; durable_name: string } & Partial<
    Pick<
      ConsumerConfig,
      | "description"
      | "filter_subject"
      | "filter_subjects"
      | "deliver_policy"
      | "ack_policy"
      | "ack_wait"
      | "max_deliver"
      | "max_ack_pending"
      | "max_waiting"
      | "inactive_threshold"
      | "num_replicas"
      | "metadata"
      | "priority_groups"
      | "priority_policy"
      | "priority_timeout"
    >
  >
>;

/** A stream as a topology says it: what is left out is left to the server. */
export type StreamSettings = Readonly<
  { name: string } & Partial<
    Pick<
      StreamConfig,
      | "description"
      | "subjects"
      | "storage"
      | "retention"
      | "discard"
      | "max_bytes"
      | "max_age"
      | "max_msgs"
      | "max_msgs_per_subject"
      | "max_msg_size"
      | "max_consumers"
      | "duplicate_window"
      | "num_replicas"
      | "allow_direct"
      | "allow_rollup_hdrs"
      | "discard_new_per_subject"
      | "deny_delete"
      | "deny_purge"
      | "compression"
      | "metadata"
      | "allow_msg_ttl"
      | "subject_delete_marker_ttl"
      | "allow_atomic"
    >
  >
>;

/** Streams and durable consumers as they should be. */
export interface Topology {
  readonly streams: readonly StreamSettings[];
  readonly consumers: readonly ConsumerDefinition[];
}

/**
 * What the state hub and its consumers need. Consumers make and keep their own durable: the settings depend on what
 * the program handles.
 */
export const STATEHUB_TOPOLOGY: Topology = {
  streams: [STATEHUB_EVENTS, STATEHUB_QUARANTINE, STATEHUB_REPLAY],
  consumers: [],
};
