import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Contracts, contractsFrom } from "@statehub/activities";
import { contracts } from "@statehub/events-contracts";

/** What every event has: the attributes of the EventEnvelope. */
const ENVELOPE = {
  type: "object",
  properties: Object.fromEntries(
    ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema"].map((name) => [
      name,
      { type: "string" },
    ]),
  ),
  required: ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data"],
};

/** The contracts that definitions are checked against: every version of every event that the package carries. */
export async function installedContracts(): Promise<Contracts> {
  const snapshots: Record<string, unknown>[] = [];
  for (const { dataschema } of Object.values(contracts)) {
    const path = new URL(dataschema).pathname.slice(1);
    const folder = dirname(fileURLToPath(import.meta.resolve(`@statehub/events-contracts/schemas/${path}.json`)));
    for (const name of await readdir(folder)) {
      if (name.endsWith(".json")) snapshots.push(JSON.parse(await readFile(join(folder, name), "utf8")));
    }
  }
  return contractsFrom(snapshots, ENVELOPE);
}
