import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";
import type { StreamDefinition } from "./topology.ts";

/** A setting that the server has another value of than the definition asks for. */
export interface StreamDifference {
  readonly field: keyof StreamDefinition;
  readonly got: unknown;
  readonly want: unknown;
}

export interface EnsuredStream {
  readonly name: string;
  readonly outcome: "created" | "unchanged" | "differs";
  /**
   * Of an existing stream: what was left as it is. Of a created one: what this version of the server does not know and
   * dropped.
   */
  readonly differences: readonly StreamDifference[];
}

/**
 * Creates the stream if it is missing. An existing one is never changed: its differences are reported.
 * Throws `EventError`: `storage` if the server has no room for `max_bytes`, `rejected` for subjects that another stream
 * has …
 */
export async function ensureStream(nc: NatsConnection, definition: StreamDefinition): Promise<EnsuredStream> {
  try {
    const jsm = await jetstreamManager(nc, { checkAPI: false });
    const existing = await configOf(jsm, definition.name);
    const { config } = existing ? { config: existing } : await jsm.streams.add(copyOf(definition));
    const differences = differencesOf(definition, config);
    const outcome = existing === undefined ? "created" : differences.length > 0 ? "differs" : "unchanged";
    return { name: definition.name, outcome, differences };
  } catch (error) {
    throw EventError.from(error);
  }
}

async function configOf(jsm: JetStreamManager, name: string): Promise<object | undefined> {
  try {
    return (await jsm.streams.info(name)).config;
  } catch (error) {
    const known = EventError.from(error);
    if (known.apiCode === STREAM_NOT_FOUND) return undefined;
    throw known;
  }
}

const STREAM_NOT_FOUND = 10059;

/** The client's type wants mutable arrays. */
function copyOf(definition: StreamDefinition): Omit<StreamDefinition, "subjects"> & { subjects: string[] } {
  return { ...definition, subjects: [...(definition.subjects ?? [])] };
}

function differencesOf(definition: StreamDefinition, config: object): StreamDifference[] {
  const echoed = config as Readonly<Record<string, unknown>>;
  return (Object.keys(definition) as (keyof StreamDefinition)[])
    .map((field) => ({ field, got: echoed[field], want: definition[field] as unknown }))
    .filter(({ got, want }) => JSON.stringify(got) !== JSON.stringify(want));
}
