import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Everything in a folder but the cache: path → the bytes as Latin-1, or where a link leads. */
export type Tree = Readonly<Record<string, string>>;

export function treeOf(root: string): Tree {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  const entries = paths
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.startsWith("node_modules"))
    .flatMap((path): [string, string][] => {
      const absolute = join(root, path);
      const stat = lstatSync(absolute);
      if (stat.isSymbolicLink()) return [[path, `→ ${readlinkSync(absolute)}`]];
      return stat.isFile() ? [[path, readFileSync(absolute, "latin1")]] : [];
    });
  return Object.fromEntries(entries);
}

/** The paths of a tree that are not in another, or have other bytes there. */
export function changedPaths(before: Tree, after: Tree): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).sort();
}
