import type { StreamConfig } from "@nats-io/jetstream";

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
