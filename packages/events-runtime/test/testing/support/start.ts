import { onTestFinished } from "vitest";
import { type NatsServer, type NatsServerOptions, startNatsServer } from "../../../src/testing/index.ts";

/** A server that ends with the test. */
export async function start(options: NatsServerOptions): Promise<NatsServer> {
  const server = await startNatsServer(options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
}
