import { listQuarantined, type Quarantined, replayQuarantined } from "../../src/index.ts";
import type { World } from "./world.ts";

/** What is in the quarantine now. */
export function quarantined({ servers }: World): Promise<Quarantined[]> {
  return servers.ask(async (nc) => {
    const entries: Quarantined[] = [];
    for await (const entry of listQuarantined(nc)) entries.push(entry);
    return entries;
  });
}

/** Replays all that is there, in its order. */
export async function replayAll({ servers }: World, entries: readonly Quarantined[]): Promise<void> {
  await servers.ask(async (nc) => {
    for (const entry of entries) await replayQuarantined(nc, entry);
  });
}
