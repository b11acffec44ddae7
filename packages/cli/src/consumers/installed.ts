import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Event type → the newest version of its contract among the schemas that a package of contracts holds. Empty where
 * there are none: the package was not built.
 */
export function readVersions(home: string): Map<string, string> {
  const versions = new Map<string, string>();
  const folder = join(home, "schemas");
  if (!existsSync(folder)) return versions;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((one) =>
    one.endsWith(".json"),
  )) {
    const { "x-event": event } = JSON.parse(readFileSync(join(folder, name), "utf8"));
    if (typeof event?.type !== "string" || typeof event.version !== "string") continue;
    const known = versions.get(event.type);
    if (known === undefined || known.localeCompare(event.version, "en", { numeric: true }) < 0) {
      versions.set(event.type, event.version);
    }
  }
  return versions;
}
