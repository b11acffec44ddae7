import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { describe, expect, test } from "vitest";
import { EventError } from "../../src/index.ts";
import {
  consumerSpan,
  errorType,
  meters,
  observeConsumer,
  observeOutbox,
  producerSpan,
} from "../../src/telemetry/index.ts";
import { recordTelemetry } from "../support/telemetry.ts";

const event = { id: "e1", type: "org.statehub.repo.registered", correlationid: "c1" };
const delivery = { durable: "activity-core", stream: "STATEHUB_EVENTS", sequence: 7, deliveryCount: 2 };
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${spanId}-01`;

describe("without an OpenTelemetry SDK", () => {
  test("there are no spans and no meters", () => {
    expect(producerSpan("publish", event)).toBeUndefined();
    expect(consumerSpan({ ...event, traceparent }, delivery)).toBeUndefined();
    expect(meters()).toBeUndefined();
    observeConsumer("d", "s", () => ({ lag: 1, overdue: 0 }))();
  });
});

describe("a producer's span", () => {
  test("is what the event carries", () => {
    const { spans } = recordTelemetry();
    const span = producerSpan("publish", event);
    span?.end({ position: { stream: "STATEHUB_EVENTS", sequence: 7 } });
    const [ended] = spans();
    expect(ended).toMatchObject({
      name: "publish org.statehub.repo.registered",
      kind: SpanKind.PRODUCER,
      links: [],
      attributes: {
        "messaging.system": "nats",
        "messaging.operation.name": "publish",
        "messaging.operation.type": "send",
        "messaging.destination.name": "org.statehub.repo.registered",
        "messaging.message.id": "e1",
        "messaging.message.conversation_id": "c1",
        "messaging.nats.stream": "STATEHUB_EVENTS",
        "messaging.nats.sequence": 7,
      },
    });
    const own = ended?.spanContext();
    expect(span?.carried).toEqual({ traceparent: `00-${own?.traceId}-${own?.spanId}-01` });
  });

  test("is a child of the span that is active", () => {
    const { spans } = recordTelemetry();
    const request = trace.getTracer("test").startSpan("PUT /repos");
    const published = trace.getTracer("test").startActiveSpan("request", (active) => {
      producerSpan("create", event)?.end();
      return active.spanContext();
    });
    request.end();
    expect(spans()[0]).toMatchObject({ name: "create org.statehub.repo.registered", parentSpanContext: published });
  });

  test("leaves a context that was given as it is, and has a link to it", () => {
    const { spans } = recordTelemetry();
    const span = producerSpan("publish", { ...event, traceparent, tracestate: "a=1" });
    span?.end();
    expect(span?.carried).toMatchObject({ traceparent, tracestate: "a=1" });
    expect(spans()[0]).toMatchObject({ kind: SpanKind.CLIENT, links: [{ context: { traceId, spanId } }] });
    expect(spans()[0]?.links[0]?.context.traceState?.get("a")).toBe("1");
    expect(producerSpan("create", { ...event, traceparent })).toBeUndefined();
  });

  test.each([
    "garbage",
    `ff-${traceId}-${spanId}-01`,
    `00-${"0".repeat(32)}-${spanId}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
  ])("has no link to %s, which is no context", (wrong) => {
    const { spans } = recordTelemetry();
    const span = producerSpan("publish", { ...event, traceparent: wrong });
    span?.end();
    expect(span?.carried.traceparent).toBe(wrong);
    expect(spans()[0]?.links).toEqual([]);
  });
});

describe("a consumer's span", () => {
  test("is a child of the span that the event was made in, and has a link to it", () => {
    const { spans } = recordTelemetry();
    consumerSpan({ ...event, traceparent }, delivery)?.end();
    expect(spans()[0]).toMatchObject({
      name: "process org.statehub.repo.registered",
      kind: SpanKind.CONSUMER,
      parentSpanContext: { traceId, spanId, isRemote: true },
      links: [{ context: { traceId, spanId } }],
      attributes: {
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.consumer.group.name": "activity-core",
        "messaging.nats.stream": "STATEHUB_EVENTS",
        "messaging.nats.sequence": 7,
        "messaging.nats.delivery_count": 2,
      },
    });
  });

  test("begins a trace of its own when told so", () => {
    const { spans } = recordTelemetry();
    consumerSpan({ ...event, traceparent }, { ...delivery, sameTrace: false })?.end();
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
    expect(spans()[0]).toMatchObject({ links: [{ context: { traceId, spanId } }] });
  });

  test("is the parent of what the handler makes, across its awaits", async () => {
    const { spans } = recordTelemetry();
    const span = consumerSpan({ ...event, traceparent }, delivery);
    await span?.run(async () => {
      await Promise.resolve();
      trace.getTracer("test").startSpan("insert").end();
    });
    span?.end();
    const [inner, outer] = spans();
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(inner?.spanContext().traceId).toBe(traceId);
  });

  test.each([
    { error: new EventError("stream_full", "no room"), type: "stream_full", message: "[stream_full] no room" },
    { error: new TypeError("jo@example.org"), type: "TypeError", message: undefined },
    { error: "jo@example.org", type: "_OTHER", message: undefined },
  ])("tells a failure by its kind ($type), and no text of unknown origin", ({ error, type, message }) => {
    const { spans } = recordTelemetry();
    consumerSpan(event, delivery)?.end({ error });
    expect(spans()[0]?.status).toEqual({ code: SpanStatusCode.ERROR, ...(message !== undefined && { message }) });
    expect(spans()[0]?.attributes["error.type"]).toBe(type);
    expect(errorType(error)).toBe(type);
  });
});

describe("meters", () => {
  const sent = { "messaging.system": "nats", "messaging.operation.name": "publish" };
  const destination = { "messaging.destination.name": event.type };
  const processed = { ...destination, "messaging.consumer.group.name": "activity-core" };

  test("count under the names of the semantic conventions, and under statehub where those have none", async () => {
    const { values } = recordTelemetry();
    const found = meters();
    found?.published(event.type, 5);
    found?.published(event.type, 5, "stream_full");
    found?.refused(event.type, "invalid_event");
    found?.duplicate(event.type);
    found?.consumed(event.type, "activity-core");
    found?.processed(event.type, "activity-core", 5, "TypeError");
    found?.retried(event.type, "activity-core");
    found?.handled(event.type, "activity-core");
    found?.handled(event.type, "activity-core", true);
    found?.quarantined(event.type, "activity-core", "attempts");

    expect(await values("messaging.client.sent.messages")).toEqual([
      { value: 1, attributes: { ...sent, ...destination } },
      { value: 1, attributes: { ...sent, ...destination, "error.type": "stream_full" } },
    ]);
    expect(await values("messaging.client.operation.duration")).toHaveLength(2);
    expect(await values("statehub.events.refused")).toMatchObject([{ attributes: { "error.type": "invalid_event" } }]);
    expect(await values("statehub.events.duplicates")).toMatchObject([{ value: 1, attributes: destination }]);
    expect(await values("messaging.client.consumed.messages")).toMatchObject([{ value: 1, attributes: processed }]);
    expect(await values("messaging.process.duration")).toMatchObject([{ attributes: { "error.type": "TypeError" } }]);
    expect(await values("statehub.events.retried")).toMatchObject([{ value: 1, attributes: processed }]);
    expect(await values("statehub.events.handled")).toMatchObject([
      { value: 1, attributes: { "statehub.event.skipped": false } },
      { value: 1, attributes: { "statehub.event.skipped": true } },
    ]);
    expect(await values("statehub.events.quarantined")).toMatchObject([{ attributes: { "error.type": "attempts" } }]);
  });

  test("gauges are read when metrics are collected, also those that are older than the SDK", async () => {
    let depth = 3;
    const stopOutbox = observeOutbox("hub", async () => ({ depth, oldestAgeMs: 1_500 }));
    const { values } = recordTelemetry();
    const stopConsumer = observeConsumer("activity-core", "STATEHUB_EVENTS", () => ({ lag: 12, overdue: 2 }));
    const stopStandby = observeConsumer("standby", "STATEHUB_EVENTS", () => ({ lag: undefined, overdue: 0 }));
    const stopBroken = observeConsumer("broken", "STATEHUB_EVENTS", () => {
      throw new Error("closed");
    });
    const attributes = { "statehub.outbox.name": "hub" };
    expect(await values("statehub.outbox.depth")).toEqual([{ value: 3, attributes }]);
    depth = 4;
    expect(await values("statehub.outbox.depth")).toEqual([{ value: 4, attributes }]);
    expect(await values("statehub.outbox.oldest_age")).toEqual([{ value: 1.5, attributes }]);
    const lags = await values("statehub.consumer.lag");
    expect(lags).toMatchObject([{ value: 12, attributes: { "messaging.consumer.group.name": "activity-core" } }]);
    const overdue = (await values("statehub.consumer.overdue")).map(({ value, attributes }) => [
      attributes["messaging.consumer.group.name"],
      value,
    ]);
    expect(overdue).toEqual([
      ["activity-core", 2],
      ["standby", 0],
    ]);
    for (const stop of [stopOutbox, stopConsumer, stopStandby, stopBroken]) stop();
    depth = 5;
    expect((await values("statehub.outbox.depth")).some(({ value }) => value === 5)).toBe(false);
  });
});
