import { type JetStreamManager, jetstreamManager, type StoredMsg, type StreamState } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { onTestFinished } from "vitest";
import {
  ensureStream,
  STATEHUB_EVENTS,
  STATEHUB_QUARANTINE,
  STATEHUB_REPLAY,
  type StreamDefinition,
} from "../../src/index.ts";
import { type NatsServer, type NatsServerOptions, startNatsServer } from "../../src/testing/index.ts";

/** The server that the suite runs on: `STATEHUB_TEST_SERVER=oldest` runs it on the oldest one that is supported. */
export const testServer: "current" | "oldest" = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current";

/** A server of the version under test, which ends with the test. */
export async function startServer(options: NatsServerOptions = {}): Promise<NatsServer> {
  const server = await startNatsServer({ server: testServer, ...options });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}

/** Lets something end with the test. */
export function ending<Resource extends AsyncDisposable>(resource: Resource): Resource {
  onTestFinished(async () => resource[Symbol.asyncDispose]());
  return resource;
}

/** The test's own view of a server: a plain client beside the code under test. */
export interface Admin extends AsyncDisposable {
  readonly nc: NatsConnection;
  readonly jsm: JetStreamManager;
  /** What the stream of events holds, in its order. */
  stored(): Promise<StoredMsg[]>;
  count(): Promise<number>;
}

/** Machines may have other work. */
const patient = { checkAPI: false, timeout: 60_000 };

export async function admin(
  server: NatsServer,
  stream: Partial<StreamDefinition> | "none" = {},
  options: Readonly<Record<string, unknown>> = {},
): Promise<Admin> {
  const dial = () => connect({ servers: server.url, timeout: 60_000, ...options });
  const nc = await dial();
  const jsm = await jetstreamManager(nc, patient);
  if (stream !== "none") {
    await ensureStream(nc, { ...STATEHUB_EVENTS, ...stream });
    await ensureStream(nc, STATEHUB_QUARANTINE);
    await ensureStream(nc, STATEHUB_REPLAY);
  }
  // The stream is read on a connection of its own: requests of one that reconnects meanwhile get lost.
  const read = async <Found>(find: (fresh: JetStreamManager, state: StreamState) => Promise<Found>): Promise<Found> => {
    const own = await dial();
    const fresh = await jetstreamManager(own, patient);
    const { state } = await fresh.streams.info(STATEHUB_EVENTS.name);
    return find(fresh, state).finally(() => own.close());
  };
  return ending({
    nc,
    jsm,
    count: () => read(async (_, { messages }) => messages),
    stored: () =>
      read(async (fresh, { first_seq, last_seq, messages }) => {
        const sequences = Array.from(
          { length: messages === 0 ? 0 : last_seq - first_seq + 1 },
          (_, i) => first_seq + i,
        );
        const found: StoredMsg[] = [];
        while (sequences.length > 0) {
          // So many at once that none waits long for its answer.
          const some = sequences.splice(0, 500);
          const messages = some.map((seq) => fresh.streams.getMessage(STATEHUB_EVENTS.name, { seq }));
          found.push(...(await Promise.all(messages)).filter((message) => message !== null));
        }
        return found;
      }),
    [Symbol.asyncDispose]: () => nc.close(),
  });
}
