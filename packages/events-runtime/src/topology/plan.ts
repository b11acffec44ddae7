import { isDeepStrictEqual } from "node:util";
import { atLeast } from "../connect/server-version.ts";
import { CONSUMER_SETTINGS, type Setting, STREAM_SETTINGS } from "./settings.ts";
import type { ConsumerDefinition, StreamSettings, Topology } from "./topology.ts";

/** A stream or consumer as the server has it. */
export interface Found {
  readonly config: Readonly<Record<string, unknown>>;
  /** Of a stream: what it holds. */
  readonly messages?: number;
  readonly bytes?: number;
  readonly consumers?: number;
}

/** What a server has of what a topology names. */
export interface TopologyState {
  readonly version: string | undefined;
  /** By the stream's name. */
  readonly streams: ReadonlyMap<string, Found>;
  /** By `stream/durable`. */
  readonly consumers: ReadonlyMap<string, Found>;
}

/** A setting whose value differs. */
export interface SettingChange {
  readonly setting: string;
  /** Undefined for something that is created. */
  readonly got: unknown;
  readonly want: unknown;
  /** Why the server cannot change it in place. */
  readonly fixed?: string;
  /** The version of nats-server that knows it, if this one does not. */
  readonly needs?: string;
}

/** What is to be done with one stream or consumer. */
export interface ResourceChange {
  readonly kind: "stream" | "consumer";
  /** The stream's name, or `stream/durable`. */
  readonly name: string;
  /** `replace`: a setting that differs cannot be changed in place, so it would have to be deleted and made anew. */
  readonly action: "create" | "update" | "replace" | "unchanged";
  readonly changes: readonly SettingChange[];
  /** What is lost when it is replaced. */
  readonly loses?: string;
  readonly definition: StreamSettings | ConsumerDefinition;
}

/** The way from what a server has to what a topology says. */
export interface TopologyPlan {
  readonly version: string | undefined;
  readonly resources: readonly ResourceChange[];
}

/** Compares only what the topology says; other streams, consumers and settings are left alone. */
export function planTopology(topology: Topology, state: TopologyState): TopologyPlan {
  const streams = topology.streams.map((definition) => streamChange(definition, state));
  const replaced = new Set(streams.filter(({ action }) => action === "replace").map(({ name }) => name));
  const consumers = topology.consumers.map((definition) => consumerChange(definition, state, replaced));
  return { version: state.version, resources: [...streams, ...consumers] };
}

/** Whether the server is as the topology says. */
export function isConverged({ resources }: TopologyPlan): boolean {
  return resources.every(({ action }) => action === "unchanged");
}

function streamChange(definition: StreamSettings, state: TopologyState): ResourceChange {
  const found = state.streams.get(definition.name);
  const changes = changesOf(definition, found, STREAM_SETTINGS, state.version);
  const action = actionFor(found, changes);
  const { messages = 0, bytes = 0, consumers = 0 } = found ?? {};
  const loses = `${messages} messages (${bytes} bytes) and the positions of ${consumers} consumers`;
  return { kind: "stream", name: definition.name, action, changes, ...(action === "replace" && { loses }), definition };
}

function consumerChange(
  definition: ConsumerDefinition,
  state: TopologyState,
  replaced: ReadonlySet<string>,
): ResourceChange {
  const name = `${definition.stream}/${definition.durable_name}`;
  // It goes with its stream.
  const found = replaced.has(definition.stream) ? undefined : state.consumers.get(name);
  const changes = changesOf(definition, found, CONSUMER_SETTINGS, state.version);
  const action = actionFor(found, changes);
  const loses = "its position: it begins again where its deliver_policy says";
  return { kind: "consumer", name, action, changes, ...(action === "replace" && { loses }), definition };
}

function actionFor(found: Found | undefined, changes: readonly SettingChange[]): ResourceChange["action"] {
  if (found === undefined) return "create";
  if (changes.length === 0) return "unchanged";
  return changes.some(({ fixed }) => fixed !== undefined) ? "replace" : "update";
}

function changesOf(
  definition: object,
  found: Found | undefined,
  settings: Readonly<Record<string, Setting>>,
  version: string | undefined,
): SettingChange[] {
  const changes: SettingChange[] = [];
  for (const [name, want] of Object.entries(definition)) {
    const setting = settings[name];
    if (setting === undefined || want === undefined) continue;
    const got = found && (found.config[name] ?? setting.absent);
    const isMissing = setting.since !== undefined && !atLeast(version, setting.since);
    // What is meant by its absence needs no server that knows it.
    if (isDeepStrictEqual(found ? comparable(name, got) : setting.absent, comparable(name, want))) continue;
    const fixed = found && setting.fixed?.(got, want, version);
    changes.push({
      setting: name,
      got,
      want,
      ...(fixed !== undefined && { fixed }),
      ...(isMissing && setting.since !== undefined && { needs: setting.since }),
    });
  }
  return changes;
}

/** Subjects have no order, and servers add labels of their own. */
function comparable(name: string, value: unknown): unknown {
  if (Array.isArray(value) && name !== "priority_groups") return value.toSorted();
  if (name !== "metadata" || typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([label]) => !label.startsWith("_nats.")));
}
