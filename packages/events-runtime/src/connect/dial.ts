import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import type { NatsConnection } from "@nats-io/nats-core";
import { connect, type NodeConnectionOptions } from "@nats-io/transport-node";

const sockets = new AsyncLocalStorage<Set<Socket>>();
subscribe("net.client.socket", (opened) => {
  sockets.getStore()?.add((opened as { readonly socket: Socket }).socket);
});

/**
 * One attempt of the NATS client to connect; it fails at once when `signal` is aborted. The client forgets the socket of
 * an attempt that a hung server never answered: one would stay open with each attempt, and keep the process alive. So
 * the sockets that an attempt opens are noted, and closed when it fails.
 */
export async function dial(options: NodeConnectionOptions, signal: AbortSignal): Promise<NatsConnection> {
  const opened = new Set<Socket>();
  const hangUp = () => {
    for (const socket of opened) socket.destroy();
  };
  signal.addEventListener("abort", hangUp);
  try {
    return await sockets.run(opened, () => connect(options));
  } catch (error) {
    hangUp();
    throw error;
  } finally {
    signal.removeEventListener("abort", hangUp);
  }
}
