import type { Happenings } from "../services/happenings.ts";
import type { World } from "../services/world.ts";
import type { Telling } from "./telling.ts";
import type { Timeline } from "./timeline.ts";

const FILE = "onboard-registered-repos.yaml";

/** Somebody misspells a field in a definition that runs, and mends it. */
export async function refusedDefinition(
  timeline: Timeline,
  world: World,
  people: Happenings,
  tell: Telling,
): Promise<void> {
  const { activityCore } = world;
  let from = activityCore.lines.length;
  await world.edit(FILE, (text) => text.replace("event.data.slug", "event.data.slgu"));
  timeline.tell("demo", `activities/${FILE} is saved with event.data.slgu`);
  timeline.tell("activity-core", await activityCore.printed(/slgu/, from));
  timeline.tell("activity-core", await activityCore.printed(/refused/, from));
  await people.registerRepo("activity-core");
  timeline.tell("hub", "the repository activity-core is registered");
  await tell.newTask("onboard-registered-repos");
  from = activityCore.lines.length;
  await world.edit(FILE, (text) => text.replace("slgu", "slug").replace("version: 1.0.0", "version: 1.0.1"));
  timeline.tell("activity-core", await activityCore.printed(/1\.0\.1 runs/, from));
}
