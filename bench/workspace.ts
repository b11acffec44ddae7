import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bench: string = dirname(fileURLToPath(import.meta.url));

/** The repository's root. */
export const REPOSITORY: string = dirname(bench);

/** A path of the bench itself. */
export const inBench = (...parts: readonly string[]): string => join(bench, ...parts);

/**
 * Makes an empty folder of this name. It lies inside the repository, so that what is generated there finds the
 * packages that it imports.
 */
export function emptyFolder(name: string): string {
  const folder = inBench(".work", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Arguments of Node that generate under `root`, as installed users do: from the built package. */
export const generateArgs = (root: string, ...options: readonly string[]): string[] => [
  join(REPOSITORY, "packages/cli/bin/statehub-events.js"),
  "generate",
  "--quiet",
  "--root",
  root,
  ...options,
];
