import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { findNatsServer, natsForDevelopment } from "../../src/testing/index.ts";
import { isRunning } from "./support/processes.ts";
import { start } from "./support/start.ts";

afterEach(() => vi.unstubAllEnvs());

test.each(["", undefined])("with NATS_URL = %j a server is started, and ended by disposing", async (value) => {
  vi.stubEnv("NATS_URL", value);
  const nats = await natsForDevelopment();
  onTestFinished(() => nats[Symbol.asyncDispose]());
  const { source } = await findNatsServer();
  expect(nats).toMatchObject({ url: nats.server?.url, version: nats.server?.version, source });
  await nats[Symbol.asyncDispose]();
  expect(isRunning(nats.server?.pid ?? 0)).toBe(false);
});

test.each([
  { form: "a URL", url: (port: number) => `nats://127.0.0.1:${port}` },
  { form: "host and port", url: (port: number) => `127.0.0.1:${port}` },
  { form: "several servers", url: (port: number) => `nats://127.0.0.1:${port}, nats://127.0.0.1:1` },
])("the server that NATS_URL names as $form is used, and left alone by disposing", async ({ url }) => {
  const server = await start({});
  vi.stubEnv("NATS_URL", url(server.port));
  const nats = await natsForDevelopment();
  expect(nats).toMatchObject({ url: url(server.port), version: server.version, source: "NATS_URL" });
  expect(nats.server).toBeUndefined();
  await nats[Symbol.asyncDispose]();
  expect(isRunning(server.pid)).toBe(true);
});

test.each(["nats://127.0.0.1:1", "not a url"])(
  "NATS_URL = %j, which nobody answers, is the client's to judge",
  async (url) => {
    vi.stubEnv("NATS_URL", url);
    const nats = await natsForDevelopment();
    expect(nats).toMatchObject({ url, source: "NATS_URL" });
    expect(nats.version).toBeUndefined();
  },
);
