/** What a run of one seed is like. */
export interface ChaosOptions {
  readonly seed: number;
  /** How many events the hub commits at least. */
  readonly events: number;
  readonly faults: number;
  readonly server: "current" | "oldest";
  readonly store: "sqlite" | "postgres";
  /** Three nodes and streams with three replicas, instead of one server. */
  readonly cluster: boolean;
  /** What a consumer does after a quarantine. */
  readonly onQuarantine: "continue" | "hold-key";
  /** How long leases and ack waits are, in milliseconds. */
  readonly leaseMs: number;
  /** Seconds in which the whole run has to end. */
  readonly limitSeconds: number;
  /** Takes a line at a time about what happens. */
  log(line: string): void;
}

/** What a child process is told, as JSON in its first argument. */
export interface ChildSettings {
  readonly store: "sqlite" | "postgres";
  /** Path or URL of the hub's database, with the outbox. */
  readonly hub: string;
  /** Path or URL of the database of the consumer's effects, with the inbox. */
  readonly effects: string;
  readonly servers: string;
  readonly seed: number;
  readonly onQuarantine: "continue" | "hold-key";
  readonly leaseMs: number;
}

export const DURABLE = "activity-core";

/** How many deaths a message may cause; the default is ten, and the suite has no time for so many. */
export const DELIVERIES = 3;
