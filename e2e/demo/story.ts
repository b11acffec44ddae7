import { randomUUID } from "node:crypto";
import { consume, contracts, EventError, type EventType } from "@statehub/events-contracts";
import { dataOf } from "@statehub/events-contracts/testing";
import { connectPublisher, type EventsPublisher, type Published } from "@statehub/events-publisher";
import type { Logger } from "@statehub/events-runtime";
import { type DevelopmentNats, natsForDevelopment } from "@statehub/events-runtime/testing";
import { onEnd } from "./ending.ts";
import { Handled } from "./handled.ts";
import { DemoStream } from "./stream.ts";
import type { Timeline } from "./timeline.ts";

/** How long anything here may take before the demo gives up. */
const PATIENCE_MS = 30_000;

/** The demo behind the generator: a server, a publisher, a consumer, and an outage. */
export async function story(timeline: Timeline): Promise<void> {
  for (const contract of Object.values(contracts)) {
    timeline.tell("generate", contract.type, { version: contract.version, key: contract.key });
  }

  timeline.chapter("2. A real nats-server with JetStream");
  const nats = await natsForDevelopment({ log: (line) => timeline.tell("server", line) });
  const { url } = nats;
  const stream = new DemoStream(nats);
  await using _ending = onEnd(async () => {
    await stream[Symbol.asyncDispose]();
    await nats[Symbol.asyncDispose]();
  });
  await stream.create(timeline);

  timeline.chapter("3. activity-core waits, the hub publishes");
  const handled = new Handled(timeline);
  await using subscription = await consume({
    servers: url,
    durable: `demo-activity-core-${randomUUID()}`,
    types: [
      "org.statehub.repo.registered",
      "org.statehub.workstream.completed",
      "org.statehub.task.stale",
      "org.statehub.domain.goal.activated",
    ],
    handlers: {
      "org.statehub.repo.registered": ({ id, data }) =>
        handled.add(id, `repository ${data.slug} is registered, ${data.owner.slug} answers for it`),
      "org.statehub.workstream.completed": ({ id, data }) => handled.add(id, `workstream "${data.name}" is completed`),
      "org.statehub.task.stale": ({ id, data }) =>
        handled.add(id, `task "${data.title}" was not updated for ${data.days_since_update} days`),
      "org.statehub.domain.goal.activated": ({ id, data }) =>
        handled.add(id, `goal "${data.title}" of domain ${data.domain.slug} is active`),
    },
    logger: silent,
  });
  await subscription.ready({ timeoutMs: PATIENCE_MS });
  await using publisher = await connectPublisher({ servers: url, logger: silent });
  const published: string[] = [];
  for (const type of Object.keys(contracts) as EventType[]) published.push(await publish(timeline, publisher, type));
  await handled.all(published, PATIENCE_MS);

  timeline.chapter("4. What does not fit the contract is refused before anything is sent");
  await refuse(timeline, publisher);

  timeline.chapter("5. The server is killed; the hub goes on");
  published.push(...(await outage(timeline, publisher, nats)));
  await handled.all(published, PATIENCE_MS);

  timeline.chapter("6. In the end");
  const { handled: count, failed, invalid } = subscription.status();
  timeline.tell("demo", "every published event was handled", {
    published: published.length,
    handled: new Set(handled.ids).size,
    deliveries: count,
    failed,
    invalid,
    refused: 1,
  });
}

/** Publishes the first example of a type, and tells what the stream said. */
async function publish(timeline: Timeline, publisher: EventsPublisher, type: EventType): Promise<string> {
  const result = await publishExample(publisher, type);
  if (result.status !== "published") throw new Error(`got status ${result.status}, want published`);
  const { id, sequence, duplicate, ms } = result;
  timeline.tell("hub", `published ${type}`, { id, sequence, duplicate, ms: Math.round(ms * 10) / 10 });
  return id;
}

function publishExample({ events }: EventsPublisher, type: EventType): Promise<Published> {
  switch (type) {
    case "org.statehub.repo.registered":
      return events.repo.registered(dataOf(type));
    case "org.statehub.workstream.completed":
      return events.workstream.completed(dataOf(type));
    case "org.statehub.task.stale":
      return events.task.stale(dataOf(type));
    case "org.statehub.domain.goal.activated":
      return events.domain.goal.activated(dataOf(type));
  }
}

async function refuse(timeline: Timeline, { events }: EventsPublisher): Promise<void> {
  try {
    await events.task.stale({ ...dataOf("org.statehub.task.stale"), days_since_update: 3 });
  } catch (error) {
    if (!(error instanceof EventError) || error.code !== "invalid_event") throw error;
    for (const { pointer, got, want } of error.violations ?? []) {
      timeline.tell("hub", `refused org.statehub.task.stale at ${pointer}: got ${got}, want ${want}`, {
        code: error.code,
      });
    }
    return;
  }
  throw new Error("an invalid event was published");
}

/** Kills the server, publishes while it is away, and starts it again on the same port and store. */
async function outage(timeline: Timeline, publisher: EventsPublisher, { server }: DevelopmentNats): Promise<string[]> {
  if (server === undefined) {
    timeline.tell("demo", "NATS_URL names a server that is not ours to kill: left out");
    return [];
  }
  const { pid, url } = server;
  await server.kill9();
  timeline.tell("server", "killed with SIGKILL", { pid });
  const waiting = publish(timeline, publisher, "org.statehub.repo.registered");
  timeline.tell("hub", "publishes another event, which waits", { outstanding: publisher.status().outstanding });
  await server.restart();
  timeline.tell("server", "started again on the same port and store", { pid: server.pid, url });
  return [await waiting];
}

/** The timeline tells the story: the packages' own log lines, one for each event, are left out. */
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
