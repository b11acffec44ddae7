import { randomUUID } from "node:crypto";
import { natsForDevelopment } from "@statehub/events-runtime/testing";
import { Happenings } from "../services/happenings.ts";
import { World } from "../services/world.ts";
import { onEnd } from "./ending.ts";
import { refusedDefinition } from "./refused.ts";
import { sideBySide } from "./side-by-side.ts";
import { DemoStream } from "./stream.ts";
import { Telling } from "./telling.ts";
import type { Timeline } from "./timeline.ts";

/** What time it is in the hub when the story begins. */
const START = new Date("2026-03-02T04:50:00Z");

/** The story behind the generator: a hub, an activity-core and an issue-core, and a server that dies in between. */
export async function story(timeline: Timeline): Promise<void> {
  timeline.chapter("2. A nats-server, and three programs: the hub, activity-core, issue-core");
  const nats = await natsForDevelopment({ log: (line) => timeline.tell("server", line) });
  const stream = new DemoStream(nats);
  let starting: Promise<World> | undefined;
  await using _ending = onEnd(async () => {
    const started = await starting?.catch(() => undefined);
    await started?.[Symbol.asyncDispose]();
    await stream[Symbol.asyncDispose]();
    await nats[Symbol.asyncDispose]();
  });
  await stream.create(timeline);
  starting = World.start({ natsUrl: nats.url, now: START.toISOString(), durable: `demo-${randomUUID()}` });
  const world = await starting;
  for (const { name, pid, url } of [world.issueCore, world.hub, world.activityCore])
    timeline.tell("demo", `examples/${name} listens`, { url, pid });
  const tell = new Telling(timeline, world);

  timeline.chapter("3. What happens in the hub becomes tasks in issue-core");
  const people = await Happenings.in(world);
  await people.registerRepo("state-hub");
  timeline.tell("hub", "the repository state-hub is registered");
  await tell.newTask("onboard-registered-repos");
  const workstream = await people.createWorkstream("event-contracts");
  await people.setWorkstream(workstream, "completed");
  await people.setWorkstream(workstream, "completed");
  timeline.tell("hub", "the workstream event-contracts is completed, and saved a second time");
  await tell.newTask("close-completed-workstreams");

  timeline.chapter("4. The nats-server is killed; the hub goes on");
  const goal = await people.createGoal("Maintenance runs without cron jobs");
  const { server } = nats;
  if (server === undefined) timeline.tell("demo", "NATS_URL names a server that is not ours to kill: left out");
  else {
    await server.kill9();
    timeline.tell("server", "killed with SIGKILL", { pid: server.pid });
  }
  await people.setGoal(goal, "active");
  timeline.tell("hub", "a goal is activated; the event is in the outbox, written in the same transaction");
  if (server !== undefined) {
    await server.restart();
    timeline.tell("server", "started again on the same port and store", { pid: server.pid });
  }
  await tell.newTask("plan-activated-goals");

  timeline.chapter("5. A definition with a misspelt field is refused, and the one before goes on running");
  await refusedDefinition(timeline, world, people, tell);

  timeline.chapter("6. Three weeks on a virtual clock: a cron of the hub, and the definition that is to replace it");
  await sideBySide(timeline, world, people, tell, START);

  timeline.chapter("7. In the end");
  await tell.everything();
}
