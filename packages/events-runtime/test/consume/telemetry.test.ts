import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { expect, test } from "vitest";
import { consuming, publishing } from "../support/consuming.ts";
import { repoRegistered } from "../support/contracts.ts";
import { admin, startServer } from "../support/server.ts";
import { recordTelemetry } from "../support/telemetry.ts";
import { until } from "../support/until.ts";

test("each attempt has a span, in the trace of its event, around what the handler does", async () => {
  const { spans } = recordTelemetry();
  const server = await startServer();
  await admin(server);
  const { handled } = await consuming(server, {
    retry: { firstMs: 10 },
    handle: (_, { attempt }) => {
      trace.getTracer("test").startSpan(`inside ${attempt}`).end();
      if (attempt === 1) throw new TypeError("not yet");
    },
  });
  await (await publishing(server)).names("n0");
  await until("it is handled", () => handled.length === 1);
  const named = (name: string) => spans().filter((span) => span.name === name);
  const [published] = named(`publish ${repoRegistered.type}`);
  const processed = named(`process ${repoRegistered.type}`);
  expect(processed).toMatchObject([
    { kind: SpanKind.CONSUMER, status: { code: SpanStatusCode.ERROR }, attributes: { "error.type": "TypeError" } },
    {
      kind: SpanKind.CONSUMER,
      status: { code: SpanStatusCode.UNSET },
      parentSpanContext: { spanId: published?.spanContext().spanId },
      attributes: { "messaging.consumer.group.name": "activity-core", "messaging.nats.sequence": 1 },
    },
  ]);
  for (const [i, span] of processed.entries()) {
    expect(named(`inside ${i + 1}`)[0]?.parentSpanContext?.spanId).toBe(span.spanContext().spanId);
  }
});

test("what was consumed, retried, handled and quarantined is counted, and the lag can be read", async () => {
  const { values } = recordTelemetry();
  const server = await startServer();
  const view = await admin(server);
  const { handled, logger } = await consuming(server, {
    retry: { attempts: 3, firstMs: 10, longestMs: 10 },
    handle: ({ data }) => {
      if (data.name === "bad") throw new Error("never");
    },
  });
  await (await publishing(server)).names("n0", "bad");
  view.nc.publish(repoRegistered.type, "{");
  await until("one is handled", () => handled.length === 1);
  await until("two are quarantined", () => logger.fieldsOf("event quarantined").length === 2);
  const sum = async (name: string, reason?: string) => {
    const found = (await values(name)).filter(
      ({ attributes }) => reason === undefined || attributes["error.type"] === reason,
    );
    return found.reduce((all, { value }) => all + value, 0);
  };
  expect(await sum("messaging.client.consumed.messages")).toBe(3);
  expect(await sum("messaging.process.duration")).toBe(4);
  expect(await sum("statehub.events.handled")).toBe(1);
  expect(await sum("statehub.events.retried")).toBe(2);
  expect(await sum("statehub.events.quarantined", "handler_failed")).toBe(1);
  expect(await sum("statehub.events.quarantined", "undecodable")).toBe(1);
  expect(await values("statehub.consumer.lag")).toMatchObject([
    { value: 0, attributes: { "messaging.consumer.group.name": "activity-core" } },
  ]);
});
