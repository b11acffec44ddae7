import { atLeast } from "../connect/server-version.ts";

/** How a setting's value looks. Durations are nanoseconds, as in JetStream. */
export type SettingKind = "text" | "texts" | "count" | "bytes" | "duration" | "flag" | "labels" | readonly string[];

/** A setting of a stream or consumer, in JetStream's own name. */
export interface Setting {
  readonly kind: SettingKind;
  /** The first version of nats-server that knows it; older ones drop it without a word. Default: 2.9. */
  readonly since?: string;
  /** What a server means by leaving it out of its answer. */
  readonly absent?: unknown;
  /** Why the server cannot change the value in place; undefined if it can. */
  readonly fixed?: (got: unknown, want: unknown, version: string | undefined) => string | undefined;
}

const always = (why: string) => () => why;
const before =
  (since: string): NonNullable<Setting["fixed"]> =>
  (_got, _want, version) =>
    atLeast(version, since) ? undefined : `it can be changed from nats-server ${since} on`;
const onceOn = (name: string) => (got: unknown) => (got === true ? `${name} cannot be taken back` : undefined);

/** What a topology may say of a stream. What it does not say is left to the server, and never compared. */
export const STREAM_SETTINGS: Readonly<Record<string, Setting>> = {
  description: { kind: "text", absent: "" },
  subjects: { kind: "texts", absent: [] },
  storage: { kind: ["file", "memory"], fixed: always("a stream's storage is chosen when it is created") },
  retention: {
    kind: ["limits", "interest", "workqueue"],
    fixed: (got, want, version) =>
      got === "workqueue" || want === "workqueue"
        ? "retention cannot become or cease to be workqueue"
        : before("2.10.0")(got, want, version),
  },
  discard: { kind: ["old", "new"] },
  max_bytes: { kind: "bytes", absent: -1 },
  max_age: { kind: "duration", absent: 0 },
  max_msgs: { kind: "count", absent: -1 },
  max_msgs_per_subject: { kind: "count", absent: -1 },
  max_msg_size: { kind: "bytes", absent: -1 },
  max_consumers: { kind: "count", absent: -1, fixed: before("2.14.0") },
  duplicate_window: { kind: "duration", absent: 0 },
  num_replicas: { kind: "count", absent: 1 },
  allow_direct: { kind: "flag", absent: false },
  allow_rollup_hdrs: { kind: "flag", absent: false },
  discard_new_per_subject: { kind: "flag", absent: false },
  deny_delete: { kind: "flag", absent: false, fixed: onceOn("deny_delete") },
  deny_purge: { kind: "flag", absent: false, fixed: onceOn("deny_purge") },
  compression: { kind: ["none", "s2"], since: "2.10.0", absent: "none" },
  metadata: { kind: "labels", since: "2.10.0", absent: {} },
  allow_msg_ttl: { kind: "flag", since: "2.11.0", absent: false, fixed: onceOn("allow_msg_ttl") },
  subject_delete_marker_ttl: { kind: "duration", since: "2.11.0", absent: 0 },
  allow_atomic: { kind: "flag", since: "2.12.0", absent: false },
};

/** What a topology may say of a durable pull consumer. */
export const CONSUMER_SETTINGS: Readonly<Record<string, Setting>> = {
  description: { kind: "text", absent: "" },
  filter_subject: { kind: "text", absent: "" },
  filter_subjects: { kind: "texts", since: "2.10.0", absent: [] },
  deliver_policy: { kind: ["all", "new"], fixed: always("where a consumer begins is set when it is created") },
  ack_policy: { kind: ["explicit", "all", "none"], fixed: always("a consumer's ack policy is set when it is created") },
  ack_wait: { kind: "duration" },
  max_deliver: { kind: "count", absent: -1 },
  max_ack_pending: { kind: "count" },
  max_waiting: { kind: "count", fixed: always("the number of waiting pulls is set when it is created") },
  inactive_threshold: { kind: "duration", absent: 0 },
  num_replicas: { kind: "count", absent: 0 },
  metadata: { kind: "labels", since: "2.10.0", absent: {} },
  priority_groups: { kind: "texts", since: "2.11.0", absent: [] },
  priority_policy: { kind: ["none", "overflow", "pinned_client"], since: "2.11.0", absent: "none" },
  priority_timeout: { kind: "duration", since: "2.11.0", absent: 0 },
};
