import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { expect, test } from "vitest";
import { createEnvelope, type EventEnvelope } from "../../src/index.ts";
import { repoRegistered, source } from "../support/contracts.ts";
import { publisherOn } from "../support/publisher.ts";
import { admin, startServer } from "../support/server.ts";
import { recordTelemetry } from "../support/telemetry.ts";

const data = { repo_id: "r1", name: "hub" };
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${spanId}-01`;

test("an event carries the span that it was published in, a child of the caller's", async () => {
  const { spans } = recordTelemetry();
  const server = await startServer();
  const { stored } = await admin(server);
  const { publisher } = await publisherOn(server);
  const request = await trace.getTracer("test").startActiveSpan("request", async (active) => {
    await publisher.publish(repoRegistered, data);
    active.end();
    return active.spanContext();
  });

  const [span] = spans();
  const own = span?.spanContext();
  expect(span).toMatchObject({
    name: "publish org.statehub.repo.registered",
    kind: SpanKind.PRODUCER,
    parentSpanContext: request,
    attributes: { "messaging.nats.stream": "STATEHUB_EVENTS", "messaging.nats.sequence": 1 },
  });
  const [message] = await stored();
  const carried = `00-${own?.traceId}-${own?.spanId}-01`;
  expect(message?.json<EventEnvelope>().traceparent).toBe(carried);
  expect(message?.header.get("traceparent")).toBe(carried);
});

test("a traceparent that is given wins, and the span has a link to it", async () => {
  const { spans } = recordTelemetry();
  const server = await startServer();
  const { stored } = await admin(server);
  const { publisher } = await publisherOn(server);
  await publisher.publish(repoRegistered, data, { traceparent });
  await publisher.publishEvent(createEnvelope(repoRegistered, data, { source, traceparent }));
  expect((await stored()).map((message) => message.json<EventEnvelope>().traceparent)).toEqual([
    traceparent,
    traceparent,
  ]);
  const link = { kind: SpanKind.CLIENT, links: [{ context: { traceId, spanId } }] };
  expect(spans()).toMatchObject([link, link]);
});

test("a ready envelope without a context is published as it is", async () => {
  recordTelemetry();
  const server = await startServer();
  const { stored } = await admin(server);
  const { publisher } = await publisherOn(server);
  const envelope = createEnvelope(repoRegistered, data, { source });
  await publisher.publishEvent(envelope);
  expect((await stored())[0]?.json()).toEqual(envelope);
});

test("failures end their span with their code", async () => {
  const { spans } = recordTelemetry();
  const server = await startServer();
  const { publisher } = await publisherOn(server);
  await expect(publisher.publish(repoRegistered, {} as never)).rejects.toThrow();
  await expect(publisher.publish(repoRegistered, data)).rejects.toThrow();
  expect(spans()).toMatchObject([
    { status: { code: SpanStatusCode.ERROR }, attributes: { "error.type": "invalid_event" } },
    { status: { code: SpanStatusCode.ERROR }, attributes: { "error.type": "no_stream" } },
  ]);
});

test("what was sent, failed, refused and known already is counted", async () => {
  const { values } = recordTelemetry();
  const server = await startServer({ config: "max_payload: 4KB" });
  await admin(server);
  const { publisher } = await publisherOn(server);
  const { id } = await publisher.publish(repoRegistered, data);
  await publisher.publish(repoRegistered, data, { id });
  await expect(publisher.publish(repoRegistered, { ...data, name: "x".repeat(5_000) })).rejects.toThrow();
  await expect(publisher.publish(repoRegistered, {} as never)).rejects.toThrow();

  const destination = { "messaging.destination.name": repoRegistered.type };
  expect(await values("messaging.client.sent.messages")).toMatchObject([
    { value: 2, attributes: destination },
    { value: 1, attributes: { ...destination, "error.type": "too_large" } },
  ]);
  expect(await values("statehub.events.duplicates")).toMatchObject([{ value: 1, attributes: destination }]);
  expect(await values("statehub.events.refused")).toMatchObject([
    { value: 1, attributes: { ...destination, "error.type": "invalid_event" } },
  ]);
});
