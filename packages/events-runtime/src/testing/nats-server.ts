import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findNatsServer } from "./binary/index.ts";
import { guard } from "./guard.ts";
import { ServerProcess } from "./server-process.ts";
import type { NatsServer, NatsServerOptions } from "./types.ts";

/**
 * Starts a real nats-server on 127.0.0.1, with JetStream, and resolves when it takes connections.
 * The binary is looked for and, if need be, obtained as {@link findNatsServer} describes.
 * Throws with the server's last log lines when it ends while starting, or takes no connection within a minute.
 */
export async function startNatsServer(options: NatsServerOptions = {}): Promise<NatsServer> {
  const { binary } = await findNatsServer(options);
  const directory = await mkdtemp(join(tmpdir(), "statehub-nats-"));
  const server = new ServerProcess({
    binary,
    directory,
    guard: guard(directory),
    storeDirectory: resolve(options.storeDirectory ?? join(directory, "store")),
    port: options.port ?? 0,
    jetstream: options.jetstream ?? true,
    configFile: options.config === undefined ? undefined : join(directory, "nats-server.conf"),
  });
  try {
    await mkdir(server.portsDirectory);
    if (options.config !== undefined) await writeFile(join(directory, "nats-server.conf"), `${options.config}\n`);
    await server.restart();
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}
