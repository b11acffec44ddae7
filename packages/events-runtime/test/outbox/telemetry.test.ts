import { DatabaseSync } from "node:sqlite";
import { SpanKind, trace } from "@opentelemetry/api";
import { expect, onTestFinished, test } from "vitest";
import { createOutbox, type EventEnvelope } from "../../src/index.ts";
import { migrateSqlite, sqliteOutbox, sqliteOutboxMigrations } from "../../src/sqlite.ts";
import { contracts, repoRegistered, source } from "../support/contracts.ts";
import { recorder } from "../support/recorder.ts";
import { admin, startServer } from "../support/server.ts";
import { recordTelemetry } from "../support/telemetry.ts";
import { sqliteFile } from "./support/hub.ts";
import { startOn, untilEmpty, untilStatus } from "./support/relays.ts";

test("an event of an outbox belongs to the trace of its transaction, and metrics say what is left", async () => {
  const { spans, values } = recordTelemetry();
  const server = await startServer({ config: "max_payload: 2KB" });
  const { stored } = await admin(server);
  const path = await sqliteFile();
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  migrateSqlite(database, sqliteOutboxMigrations);
  const store = sqliteOutbox(path);
  const outbox = createOutbox({ store, contracts, source, enabled: true, logger: recorder() });
  const request = trace.getTracer("test").startActiveSpan("request", (active) => {
    outbox.enqueue(database, repoRegistered, { repo_id: "r1", name: "one" });
    active.end();
    return active.spanContext();
  });
  outbox.enqueue(database, repoRegistered, { repo_id: "r2", name: "x".repeat(3_000) });

  const { relay } = await startOn({ store }, server, { name: "hub" });
  await untilEmpty(relay);
  await untilStatus(relay, "the large one is set aside", ({ dead }) => dead === 1);
  const created = spans().find(({ name }) => name.startsWith("create "));
  expect(created).toMatchObject({ kind: SpanKind.PRODUCER, parentSpanContext: request });
  const { traceId, spanId } = created?.spanContext() ?? {};
  const [message] = await stored();
  expect(message?.json<EventEnvelope>().traceparent).toBe(`00-${traceId}-${spanId}-01`);
  const published = spans().filter(({ name }) => name.startsWith("publish "));
  expect(published).toHaveLength(2);
  expect(published.flatMap(({ links }) => links)).toContainEqual({
    context: expect.objectContaining({ traceId, spanId }),
  });
  const attributes = { "statehub.outbox.name": "hub" };
  for (const [name, value] of [
    ["depth", 0],
    ["oldest_age", 0],
    ["dead", 1],
  ] as const) {
    expect(await values(`statehub.outbox.${name}`)).toEqual([{ value, attributes }]);
  }
});
