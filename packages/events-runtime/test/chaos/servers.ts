import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type JetStreamManager, jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { ensureStream, STATEHUB_EVENTS, STATEHUB_QUARANTINE, STATEHUB_REPLAY } from "../../src/index.ts";
import { type NatsServer, startNatsServer } from "../../src/testing/index.ts";
import { freePort } from "../../src/testing/postgres/free-port.ts";
import type { ChaosOptions } from "./options.ts";
import { until } from "./until.ts";

/** What of a store goes back to an earlier state: the stream's messages, the positions of its consumers, or all. */
export type Part = "msgs" | "obs" | "all";

/** The servers, one or three, and the streams on them. */
export interface Servers extends AsyncDisposable {
  readonly url: string;
  readonly version: string;
  readonly nodes: readonly NatsServer[];
  /** Runs something on a connection of its own, again and again until it succeeds. */
  ask<Answer>(question: (nc: NatsConnection, jsm: JetStreamManager) => Promise<Answer>): Promise<Answer>;
  /** Creates the streams that are not there. */
  createStreams(): Promise<void>;
  /** The node that leads the stream of events. */
  leader(): Promise<NatsServer>;
  /** Keeps a copy of the store as it is on the disk at this moment, and lets it take the store's place. */
  copyStore(part: Part): Promise<{ putBack(): Promise<void> }>;
}

export async function startServers(options: ChaosOptions, directory: string): Promise<Servers> {
  const nodes = options.cluster ? await startCluster(options) : [await startNatsServer({ server: options.server })];
  const [first] = nodes;
  if (first === undefined) throw new Error("no server");
  const url = nodes.map((node) => node.url).join(",");
  const replicas = nodes.length;

  const ask: Servers["ask"] = async (question) => {
    let answer: { readonly of: Awaited<ReturnType<typeof question>> } | undefined;
    let why: unknown;
    const attempt = async () => {
      let nc: NatsConnection | undefined;
      try {
        nc = await connect({ servers: url.split(","), reconnect: false, timeout: 2_000 });
        answer = { of: await question(nc, await jetstreamManager(nc, { checkAPI: false, timeout: 5_000 })) };
      } catch (error) {
        why = error;
      } finally {
        await nc?.close().catch(() => undefined);
      }
      return answer !== undefined;
    };
    await until(() => `the server answers (${why})`, attempt, 60);
    if (answer === undefined) throw new Error("no answer");
    return answer.of;
  };

  const servers: Servers = {
    url,
    version: first.version,
    nodes,
    ask,
    createStreams: () =>
      ask(async (nc) => {
        for (const stream of [STATEHUB_EVENTS, STATEHUB_QUARANTINE, STATEHUB_REPLAY]) {
          await ensureStream(nc, { ...stream, num_replicas: replicas });
        }
      }),
    async leader() {
      const name = await ask(async (_, jsm) => (await jsm.streams.info(STATEHUB_EVENTS.name)).cluster?.leader);
      return nodes[Number(name?.slice(1))] ?? first;
    },
    async copyStore(part) {
      const streams = join("jetstream", "$G", "streams", STATEHUB_EVENTS.name);
      const path = part === "all" ? first.storeDirectory : join(first.storeDirectory, streams, part);
      const copy = join(directory, "store-copy");
      // The server stands still meanwhile, so this is what the disk has at one moment.
      first.pause();
      await cp(path, copy, { recursive: true });
      first.resume();
      return {
        async putBack() {
          await first.kill9();
          await rm(path, { recursive: true });
          await cp(copy, path, { recursive: true });
          await rm(copy, { recursive: true });
          await first.restart();
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
    },
  };
  await servers.createStreams();
  return servers;
}

async function startCluster({ server }: ChaosOptions): Promise<NatsServer[]> {
  const ports = [await freePort(), await freePort(), await freePort()];
  const routes = ports.map((port) => `nats-route://127.0.0.1:${port}`).join(", ");
  const config = (port: number, index: number) => `
    server_name: n${index}
    cluster { name: chaos, listen: "127.0.0.1:${port}", routes: [${routes}] }`;
  return Promise.all(ports.map((port, index) => startNatsServer({ server, config: config(port, index) })));
}
