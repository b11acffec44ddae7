import { join } from "node:path";
import { EVENT_PACKAGES } from "@statehub/contract-tools/compare";
import { readIfThere } from "../files/read.ts";

/** The versions of the packages that are generated from the contracts, as far as the repository has them. */
export function packageVersions(root: string): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    EVENT_PACKAGES.map((name) => {
      const manifest = readIfThere(join(root, "packages", name.slice(name.indexOf("/") + 1), "package.json"));
      return [name, manifest === undefined ? undefined : (JSON.parse(manifest) as { version?: string }).version];
    }),
  );
}
