import { findNatsServer } from "./binary/index.ts";
import { readInfo } from "./info.ts";
import { startNatsServer } from "./nats-server.ts";
import type { DevelopmentNats, NatsServerOptions } from "./types.ts";

/**
 * A nats-server for a demo or a developer's machine: the one that the environment variable `NATS_URL` names, else one
 * that is started as {@link startNatsServer} does. Tests start their own and leave `NATS_URL` alone: its data is somebody's.
 */
export async function natsForDevelopment(options: NatsServerOptions = {}): Promise<DevelopmentNats> {
  const url = process.env.NATS_URL;
  if (url !== undefined && url !== "") {
    const version = await versionAt(url);
    return {
      url,
      ...(version === undefined ? {} : { version }),
      source: "NATS_URL",
      [Symbol.asyncDispose]: async () => {},
    };
  }
  const { binary, source } = await findNatsServer(options);
  const server = await startNatsServer({ ...options, server: { binary } });
  return {
    url: server.url,
    version: server.version,
    source,
    server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** `NATS_URL` may list several servers, with or without a scheme: the first is asked. */
async function versionAt(urls: string): Promise<string | undefined> {
  const first = urls.split(",")[0]?.trim() ?? "";
  const parsed = URL.parse(first.includes("://") ? first : `nats://${first}`);
  if (parsed === null) return undefined;
  return (await readInfo(parsed.hostname.replace(/^\[|\]$/g, ""), Number(parsed.port || 4222), 10_000))?.version;
}
