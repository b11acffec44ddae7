import { expect, test } from "vitest";
import { connectPublisher, consumeEvents, type EventEnvelope, type Publisher } from "../../src/index.ts";
import type { NatsServer } from "../../src/testing/index.ts";
import { contracts, envelope, repoRegistered, repoRegisteredV2, source, toV2 } from "../support/contracts.ts";
import { type Recorder, recorder } from "../support/recorder.ts";
import { admin, ending, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const set = {
  ...contracts,
  contracts: { ...contracts.contracts, [repoRegisteredV2.type]: repoRegisteredV2 },
};
const upcasters = { [repoRegistered.type]: toV2 };

async function publishing(server: NatsServer): Promise<Publisher> {
  return ending(await connectPublisher({ contracts: set, source, logger: recorder(), servers: server.url, env: {} }));
}

type Seen = EventEnvelope<"org.statehub.repo.registered.v2", { title: string }>;

async function consumingV2(server: NatsServer, upcast = toV2.upcast): Promise<{ seen: Seen[]; logger: Recorder }> {
  const seen: Seen[] = [];
  const logger = recorder();
  const subscription = await consumeEvents({
    envelope,
    contracts: [repoRegisteredV2],
    upcasters: { [repoRegistered.type]: { ...toV2, upcast } as typeof toV2 },
    handlers: { [repoRegisteredV2.type]: (event) => void seen.push(event) },
    durable: "v2",
    logger,
    servers: server.url,
    env: {},
  });
  ending(subscription);
  return { seen, logger };
}

test("a consumer that names the second major gets both, in the order of the stream and in the new shape", async () => {
  const server = await startServer();
  await admin(server);
  const publisher = await publishing(server);
  await publisher.publish(repoRegistered, { repo_id: "r1", name: "one" });
  const { seen, logger } = await consumingV2(server);
  await publisher.publish(repoRegisteredV2, { repo_id: "r1", title: "two", owner_email: null });
  await publisher.publish(repoRegistered, { repo_id: "r1", name: "three" });
  await until("three are handled", () => seen.length === 3);
  expect(seen.map(({ type, subject, data }) => [type, subject, data.title])).toEqual(
    ["one", "two", "three"].map((title) => ["org.statehub.repo.registered.v2", "r1", title]),
  );
  // A line names an event as the stream does.
  expect(logger.eventsOf("handled").map(({ type }) => type)).toEqual([
    "org.statehub.repo.registered",
    "org.statehub.repo.registered.v2",
    "org.statehub.repo.registered",
  ]);
});

test("a consumer that names the first major still gets it as it was sent", async () => {
  const server = await startServer();
  await admin(server);
  const publisher = await publishing(server);
  const seen: EventEnvelope[] = [];
  const subscription = await consumeEvents({
    envelope,
    contracts: [repoRegistered],
    upcasters,
    handlers: { [repoRegistered.type]: (event) => void seen.push(event) },
    durable: "v1",
    logger: recorder(),
    servers: server.url,
    env: {},
  });
  ending(subscription);
  await publisher.publish(repoRegisteredV2, { repo_id: "r1", title: "one", owner_email: null });
  await publisher.publish(repoRegistered, { repo_id: "r1", name: "two" });
  await until("it is handled", () => seen.length === 1);
  expect(seen).toMatchObject([{ type: "org.statehub.repo.registered", data: { name: "two" } }]);
});

test("an event that cannot be upcast is told with its code and reaches no handler", async () => {
  const server = await startServer();
  await admin(server);
  const publisher = await publishing(server);
  const { seen, logger } = await consumingV2(server, (data) => {
    if (data.name === "odd") throw new RangeError("odd");
    return toV2.upcast(data);
  });
  await publisher.publish(repoRegistered, { repo_id: "r1", name: "odd" });
  await publisher.publish(repoRegistered, { repo_id: "r2", name: "even" });
  await until("the other is handled", () => seen.length === 1);
  expect(seen).toMatchObject([{ data: { title: "even" } }]);
  const told = () => logger.lines.find(({ fields }) => fields.code === "upcast_failed");
  await until("it is told", () => told() !== undefined);
  expect(told()).toMatchObject({ level: "error", fields: { type: "org.statehub.repo.registered" } });
});
