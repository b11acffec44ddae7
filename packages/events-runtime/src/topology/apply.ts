import { jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { codeOfApi } from "../connect/nats-errors.ts";
import { EventError } from "../event-error.ts";
import {
  type Found,
  planTopology,
  type ResourceChange,
  type SettingChange,
  type TopologyPlan,
  type TopologyState,
} from "./plan.ts";
import type { ConsumerDefinition, StreamSettings, Topology } from "./topology.ts";

/** What the server has of what the topology names. Throws `EventError`. */
export async function readTopology(nc: NatsConnection, topology: Topology): Promise<TopologyState> {
  const jsm = await jetstreamManager(nc, { checkAPI: false });
  const streams = new Map<string, Found>();
  const consumers = new Map<string, Found>();
  for (const { name } of topology.streams) {
    const info = await unlessMissing(jsm.streams.info(name));
    if (info === undefined) continue;
    const { messages, bytes, consumer_count } = info.state;
    streams.set(name, { config: { ...info.config }, messages, bytes, consumers: consumer_count });
  }
  for (const { stream, durable_name } of topology.consumers) {
    const info = await unlessMissing(jsm.consumers.info(stream, durable_name));
    if (info !== undefined) consumers.set(`${stream}/${durable_name}`, { config: { ...info.config } });
  }
  return { version: nc.info?.version, streams, consumers };
}

/** What became of one stream or consumer. */
export interface Applied {
  readonly resource: ResourceChange;
  /** Settings that the server took without a word and has another value of: it does not know them. */
  readonly dropped: readonly SettingChange[];
}

/**
 * Does what the plan says, streams first, and compares each with what the server then has. Replaces only where
 * `replace` is true; without it a plan that needs it must not be given. Throws the first `EventError`; what was done
 * before stays done, and a new plan has the rest.
 */
export async function applyPlan(
  nc: NatsConnection,
  { resources }: TopologyPlan,
  options: { readonly replace: boolean; readonly done?: (applied: Applied) => void },
): Promise<Applied[]> {
  const applied: Applied[] = [];
  for (const resource of resources) {
    if (resource.action === "unchanged") continue;
    if (resource.action === "replace" && !options.replace) {
      throw new EventError("invalid_options", `${resource.name} would have to be replaced, which is not allowed here`);
    }
    await applyOne(nc, resource);
    const one = { resource, dropped: await droppedOf(nc, resource) };
    applied.push(one);
    options.done?.(one);
  }
  return applied;
}

async function applyOne(nc: NatsConnection, { kind, action, definition }: ResourceChange): Promise<void> {
  const isStream = kind === "stream";
  const path = isStream ? streamPath(definition as StreamSettings) : consumerPath(definition as ConsumerDefinition);
  if (action === "replace") await request(nc, `${isStream ? "STREAM" : "CONSUMER"}.DELETE.${path}`);
  if (isStream) {
    const verb = action === "update" ? "UPDATE" : "CREATE";
    const before = action === "update" ? await configOf(nc, `STREAM.INFO.${path}`) : {};
    await request(nc, `STREAM.${verb}.${path}`, { ...before, ...definition });
    return;
  }
  const { stream, ...wanted } = definition as ConsumerDefinition;
  const before = action === "update" ? await configOf(nc, `CONSUMER.INFO.${path}`) : { ack_policy: "explicit" };
  // One filter and several exclude each other.
  const { filter_subject, filter_subjects, ...others } = before as Record<string, unknown>;
  const says = "filter_subject" in wanted || "filter_subjects" in wanted;
  const filters = says ? {} : { filter_subject, filter_subjects };
  const config = { deliver_policy: "all", ...others, ...filters, ...wanted };
  await request(nc, `CONSUMER.DURABLE.CREATE.${path}`, { stream_name: stream, config });
}

const streamPath = ({ name }: StreamSettings): string => name;
const consumerPath = ({ stream, durable_name }: ConsumerDefinition): string => `${stream}.${durable_name}`;

async function configOf(nc: NatsConnection, subject: string): Promise<object> {
  return ((await request(nc, subject)) as { readonly config: object }).config;
}

/** What the server has still not, after it said that all went well. */
async function droppedOf(nc: NatsConnection, { kind, definition }: ResourceChange): Promise<readonly SettingChange[]> {
  const topology =
    kind === "stream"
      ? { streams: [definition as StreamSettings], consumers: [] }
      : { streams: [], consumers: [definition as ConsumerDefinition] };
  const { resources } = planTopology(topology, await readTopology(nc, topology));
  return resources.flatMap(({ changes }) => changes);
}

/**
 * A request to the JetStream API. The client's own functions refuse what an old server would drop, which is for the
 * plan to tell; and they put defaults of their own into what is created.
 */
async function request(nc: NatsConnection, subject: string, body?: object): Promise<unknown> {
  const answer = await nc.request(`$JS.API.${subject}`, body && JSON.stringify(body), { timeout: 10_000 });
  const parsed = answer.json<{ readonly error?: { readonly err_code: number; readonly description: string } }>();
  if (parsed.error === undefined) return parsed;
  const { err_code: apiCode, description } = parsed.error;
  throw new EventError(codeOfApi(apiCode), `${subject}: ${description} (${apiCode})`, { apiCode });
}

const NOT_FOUND = new Set([10014, 10059]);

async function unlessMissing<Info>(asking: Promise<Info>): Promise<Info | undefined> {
  try {
    return await asking;
  } catch (thrown) {
    const error = EventError.from(thrown);
    if (error.apiCode !== undefined && NOT_FOUND.has(error.apiCode)) return undefined;
    throw error;
  }
}
