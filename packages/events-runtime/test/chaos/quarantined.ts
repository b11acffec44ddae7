import { listQuarantined, type Quarantined, replayQuarantined } from "../../src/index.ts";
import type { World } from "./world.ts";

/** What is in the quarantine now; it is also noted as seen. */
export async function quarantined({ servers, caught }: World): Promise<Quarantined[]> {
  const entries = await servers.ask(async (nc) => {
    const found: Quarantined[] = [];
    for await (const entry of listQuarantined(nc)) found.push(entry);
    return found;
  });
  for (const { id, eventId, reason } of entries) caught.set(`${id} ${eventId}`, { id: eventId, reason });
  return entries;
}

/** Whether an event is in the quarantine, or was. */
export async function isCaught(world: World, eventId: string): Promise<boolean> {
  await quarantined(world);
  return [...world.caught.values()].some(({ id }) => id === eventId);
}

/** Replays all that is there, in its order. */
export async function replayAll({ servers }: World, entries: readonly Quarantined[]): Promise<void> {
  await servers.ask(async (nc) => {
    for (const entry of entries) await replayQuarantined(nc, entry);
  });
}
