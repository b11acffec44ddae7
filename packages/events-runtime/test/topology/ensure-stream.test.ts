import { expect, test } from "vitest";
import { connectNats, ensureStream, STATEHUB_EVENTS } from "../../src/index.ts";
import type { NatsServer } from "../../src/testing/index.ts";
import { ending, startServer } from "../support/server.ts";

async function connected(server: NatsServer) {
  return ending(await connectNats({ servers: server.url, env: {} }));
}

test("a missing stream is created as defined, on every supported server, and then unchanged", async () => {
  const nc = await connected(await startServer());
  const name = "STATEHUB_EVENTS";
  await expect(ensureStream(nc, STATEHUB_EVENTS)).resolves.toEqual({ name, outcome: "created", differences: [] });
  await expect(ensureStream(nc, STATEHUB_EVENTS)).resolves.toEqual({ name, outcome: "unchanged", differences: [] });
});

test("a stream that differs is left alone and its differences are reported", async () => {
  const nc = await connected(await startServer());
  await ensureStream(nc, { ...STATEHUB_EVENTS, max_bytes: 5_000_000, discard: "old" });
  const differences = [
    { field: "discard", got: "old", want: "new" },
    { field: "max_bytes", got: 5_000_000, want: STATEHUB_EVENTS.max_bytes },
  ];
  for (let i = 0; i < 2; i++) {
    const ensured = await ensureStream(nc, STATEHUB_EVENTS);
    expect(ensured).toEqual({ name: "STATEHUB_EVENTS", outcome: "differs", differences });
  }
});

test("a server without room says so by its number", async () => {
  const nc = await connected(await startServer());
  const huge = { ...STATEHUB_EVENTS, max_bytes: 2 ** 52 };
  await expect(ensureStream(nc, huge)).rejects.toMatchObject({ code: "storage", apiCode: 10047, retryable: true });
});

test("a server without JetStream has no stream", async () => {
  const nc = await connected(await startServer({ jetstream: false }));
  await expect(ensureStream(nc, STATEHUB_EVENTS)).rejects.toMatchObject({ code: "no_stream" });
});

test("a server that is not there is unavailable", async () => {
  await expect(connectNats({ servers: "127.0.0.1:1" })).rejects.toMatchObject({ code: "unavailable" });
  await expect(connectNats({ env: {} })).rejects.toMatchObject({ code: "invalid_options" });
});
