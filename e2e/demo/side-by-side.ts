import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Happenings } from "../services/happenings.ts";
import { until, type World } from "../services/world.ts";
import type { Telling } from "./telling.ts";
import type { Timeline } from "./timeline.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const FILE = "stale-tasks.yaml";
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Every day the hub looks at the clock and publishes what became stale, and ten minutes later its old cron looks for the
 * same. When both have agreed for long enough the definition becomes active.
 */
export async function sideBySide(
  timeline: Timeline,
  world: World,
  people: Happenings,
  tell: Telling,
  start: Date,
): Promise<void> {
  const at = (day: number, minutes = 0): Date => new Date(start.getTime() + day * DAY_MS + minutes * MINUTE_MS);
  let wanted = 0;
  const oneDay = async (day: number, stale?: string): Promise<void> => {
    await world.setClock(at(day));
    await world.runJob("look-at-the-clock");
    if (stale !== undefined) {
      wanted++;
      timeline.tell("hub", `day ${day}: nobody updated the task "${stale}" for 14 days`);
      await until(`intent ${wanted}`, async () => (await staleIntents(world)).length === wanted);
    }
    await world.setClock(at(day, 10));
    await world.runJob("stale-tasks");
  };

  await people.createTask("Rotate the signing key");
  timeline.tell("hub", 'day 0: somebody creates the tasks "Rotate the signing key" and "Answer the audit"');
  const discussed = await people.createTask("Answer the audit");
  for (let day = 1; day <= 8; day++) await oneDay(day);
  await people.comment(discussed);
  timeline.tell("hub", 'day 8: somebody comments on "Answer the audit"');
  for (let day = 9; day <= 18; day++) await oneDay(day, day === 14 ? "Rotate the signing key" : undefined);
  timeline.tell("activity-core", "stale-tasks is in shadow mode: it wants a task, and creates none");

  await writeFile(join(world.folder, "intents.jsonl"), await world.intents());
  for (const line of parity(world.folder)) timeline.tell("parity", line);

  const from = world.activityCore.lines.length;
  await world.edit(FILE, (text) => text.replace("mode: shadow", "mode: active").replace("1.0.0", "1.1.0"));
  timeline.tell("activity-core", await world.activityCore.printed(/stale-tasks 1\.1\.0 runs/, from));
  for (let day = 19; day <= 22; day++) await oneDay(day);
  await oneDay(23, "Answer the audit");
  await tell.auditOf(await tell.newTask("stale-tasks"));
}

async function staleIntents(world: World): Promise<string[]> {
  return (await world.intents()).split("\n").filter((line) => line.includes('"stale-tasks"'));
}

/** What `statehub-events activities parity` says of the cron's log and the definition's intents. */
function parity(folder: string): string[] {
  const args = ["--conditions=@statehub/source", "packages/cli/src/main.ts", "activities", "parity"];
  const files = ["--intents", join(folder, "intents.jsonl"), "--cron", join(folder, "crons.jsonl")];
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...args, ...files, join(folder, "activities", FILE), "--root", root],
    { cwd: root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the definition and its cron differ:\n${stdout}${stderr}`);
  return stdout.split("\n").filter((line) => line.trim() !== "");
}
