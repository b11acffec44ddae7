import { contracts } from "@statehub/events-contracts";
import { dataOf, eventOf } from "@statehub/events-contracts/testing";
import { expect, test } from "vitest";
import { connectPublisher, EventError } from "../src/index.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function publisher(lines: string[] = []): ReturnType<typeof connectPublisher> {
  return connectPublisher({ env: {}, logger: { ...silent, warn: (_, message) => void lines.push(message) } });
}

test("every event type has a method under its own tokens", async () => {
  const { events } = await publisher();
  for (const type of Object.keys(contracts)) {
    const [, , ...tokens] = type.split(".");
    const method = tokens.reduce<unknown>((node, token) => (node as Record<string, unknown>)[token], events);
    expect(method).toBeTypeOf("function");
  }
});

test("without NATS_URL events are validated and not sent, and that is said once", async () => {
  const lines: string[] = [];
  const { events, publishEvent, status } = await publisher(lines);
  const type = "org.statehub.repo.registered";
  expect(await events.repo.registered(dataOf(type))).toMatchObject({ status: "disabled", type });
  expect(await publishEvent(eventOf(type))).toMatchObject({ status: "disabled", type });
  expect(status().state).toBe("disabled");
  expect(lines).toEqual([expect.stringContaining("NATS_URL is not set")]);
});

test("an invalid event is refused with pointer, got and want; a personal value is not shown", async () => {
  const { events } = await publisher();
  const data = dataOf("org.statehub.repo.registered");
  const refused = events.repo.registered({
    ...data,
    // @ts-expect-error: not a visibility
    visibility: "secret",
    registration: { method: "api", registered_by: { kind: "user", id: "u", email: "ann at example" } },
  });
  await expect(refused).rejects.toBeInstanceOf(EventError);
  await expect(refused).rejects.toMatchObject({
    code: "invalid_event",
    retryable: false,
    violations: [
      {
        pointer: "/visibility",
        got: 'string "secret"',
        want: 'one of "public", "internal", "private"',
      },
      { pointer: "/registration/registered_by/email", got: "string", want: "a valid email" },
    ],
  });
});

test("several events of any type are published together, by type and data or as ready envelopes", async () => {
  const { publishMany, publishEach } = await publisher();
  const [registered, stale] = ["org.statehub.repo.registered", "org.statehub.task.stale"] as const;
  const events = [{ type: registered, data: dataOf(registered) }, eventOf(stale)];
  const results = [{ status: "disabled", type: registered }, { type: stale }];
  expect(await publishMany(events)).toMatchObject(results);
  expect(await all(publishEach(events))).toMatchObject(results);
});

test("a type that no contract has ends them, as it does for one", async () => {
  const { publishMany, publishEach } = await publisher();
  const unknown = [{ type: "constructor", data: {} } as never];
  await expect(publishMany(unknown)).rejects.toMatchObject({ code: "unknown_type" });
  await expect(all(publishEach(unknown))).rejects.toMatchObject({ code: "unknown_type" });
});

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
