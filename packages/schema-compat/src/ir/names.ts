import type { Lit, Store } from "./store.ts";

/** Every string that the formula names outright. */
export function namesIn(
  store: Store,
  lit: Lit,
  found: Set<string> = new Set(),
  seen: Set<number> = new Set(),
): Set<string> {
  if (seen.has(lit >> 1)) return found;
  seen.add(lit >> 1);
  const node = store.node(lit);
  if (node.is === "strings") for (const name of node.values) found.add(name);
  else if (node.is === "and") for (const part of node.all) namesIn(store, part, found, seen);
  else if (node.is === "ref" && node.target !== undefined) namesIn(store, node.target, found, seen);
  return found;
}
