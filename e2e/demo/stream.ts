import { randomUUID } from "node:crypto";
import { jetstreamManager } from "@nats-io/jetstream";
import {
  connectNats,
  ensureStream,
  STATEHUB_EVENTS,
  STATEHUB_LEASES,
  type StreamDefinition,
} from "@statehub/events-runtime";
import type { DevelopmentNats } from "@statehub/events-runtime/testing";
import type { Timeline } from "./timeline.ts";

type Connection = Awaited<ReturnType<typeof connectNats>>;

/** The stream of one run of the demo. On a server that is not the demo's own, disposing deletes it. */
export class DemoStream implements AsyncDisposable {
  readonly #nats: DevelopmentNats;
  // Two runs that create it at the same moment ask for different streams of one name, which the server refuses to one.
  readonly #definition: StreamDefinition = { ...STATEHUB_EVENTS, description: `npm run demo ${randomUUID()}` };
  #creating: Promise<void> | undefined;
  #isAskedFor = false;
  /** Whether a consumer's leases were there before: servers before 2.11 keep them in a stream. */
  #hadLeases = true;

  constructor(nats: DevelopmentNats) {
    this.#nats = nats;
  }

  /** Throws if the server cannot be reached, or has a stream of that name or on those subjects already. */
  create(timeline: Pick<Timeline, "tell">): Promise<void> {
    this.#creating = this.#create(timeline);
    return this.#creating;
  }

  async #create(timeline: Pick<Timeline, "tell">): Promise<void> {
    const { source, server } = this.#nats;
    const connection = await this.#connect();
    try {
      // Not the URL, which may hold a password.
      const details = { address: connection.getServer(), ...(server && { pid: server.pid }) };
      timeline.tell("server", `nats-server ${connection.info?.version} from ${source} listens`, details);
      const taken = await streamOn(STATEHUB_EVENTS.subjects, connection);
      if (taken !== undefined) throw refusal(taken);
      this.#hadLeases = await hasStream(STATEHUB_LEASES, connection);
      this.#isAskedFor = true;
      const { name, outcome } = await ensureStream(connection, this.#definition);
      if (outcome !== "created") throw refusal(name);
      timeline.tell("server", `stream ${name} ${outcome}`, { subjects: STATEHUB_EVENTS.subjects.join() });
    } finally {
      await connection.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#creating?.catch(() => {});
    if (!this.#isAskedFor || this.#nats.server !== undefined) return;
    const { name } = this.#definition;
    try {
      await this.#delete(name);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : cause;
      throw new Error(`the demo's stream ${name} was not deleted: ${why}; delete it with nats stream rm ${name}`, {
        cause,
      });
    }
  }

  async #delete(name: string): Promise<void> {
    const connection = await this.#connect();
    try {
      const { streams } = await jetstreamManager(connection);
      for await (const { config } of streams.list()) {
        if (config.name === STATEHUB_LEASES && !this.#hadLeases) await streams.delete(config.name);
        // Somebody else's stream of that name stays.
        if (config.name === name && config.description === this.#definition.description) await streams.delete(name);
      }
    } finally {
      await connection.close();
    }
  }

  async #connect(): Promise<Connection> {
    const { url, source } = this.#nats;
    try {
      return await connectNats({ servers: url, nats: { timeout: 10_000 } });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : cause;
      throw new Error(`no connection to the nats-server from ${source}: ${why}`, { cause });
    }
  }
}

async function hasStream(name: string, connection: Connection): Promise<boolean> {
  const { streams } = await jetstreamManager(connection);
  for await (const { config } of streams.list()) if (config.name === name) return true;
  return false;
}

/** The name of a stream that takes one of these subjects. */
async function streamOn(subjects: readonly string[], connection: Connection): Promise<string | undefined> {
  const { streams } = await jetstreamManager(connection);
  for (const subject of subjects) {
    for await (const name of streams.names(subject)) return name;
  }
  return undefined;
}

function refusal(stream: string): Error {
  const { name, subjects } = STATEHUB_EVENTS;
  return new Error(
    `the server that NATS_URL names has the stream ${stream} already, want none named ${name} or on ${subjects.join()}: the demo would publish into it. Nothing was changed there; without NATS_URL the demo starts a server of its own`,
  );
}
