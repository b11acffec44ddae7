import { compareVersions } from "../model/version.ts";
import type { Engine } from "./engine.ts";
import type { Version } from "./version.ts";

/** How much a change asks of the version: `major` is a new contract file, never a new version of this one. */
export type Bump = "none" | "patch" | "minor" | "major";

const BUMPS: readonly Bump[] = ["none", "patch", "minor", "major"];

export function isLess(bump: Bump, than: Bump): boolean {
  return BUMPS.indexOf(bump) < BUMPS.indexOf(than);
}

export function largest(bumps: Iterable<Bump>): Bump {
  return BUMPS[Math.max(0, ...[...bumps].map((bump) => BUMPS.indexOf(bump)))] as Bump;
}

/**
 * What a change from one version to the next asks for, when nothing breaks: `minor` if some reader or writer can notice
 * it, in what it may send or accepts or in what programs read besides, and `patch` if only people can.
 */
export function bumpBetween(older: Version, newer: Version, engine: Engine): Bump {
  if (older.content === newer.content) return "none";
  if (older.meaning === newer.meaning) return "patch";
  if (older.shape === newer.shape) return "minor";
  if (engine.changes(older, newer).some(({ kind }) => NOTICED.test(kind))) return "minor";
  // Said in other words, perhaps.
  return noticed(older) === noticed(newer) && engine.isSame(older, newer) ? "patch" : "minor";
}

/** Changes of what may be sent or what is accepted, whatever else is written otherwise. */
const NOTICED = /^property-|-(?:raised|lowered)$/;

/** What of a version but its shape a program reads; type names and classifications are told apart by the shape's words. */
function noticed({ lifecycle, sunset, replacedBy, key, schema }: Version): string {
  return JSON.stringify([lifecycle, sunset, replacedBy, key, words(schema)]);
}

/** The type names, classifications and deprecations in a schema, wherever they stand. */
function words(schema: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(schema, (name, value) => {
    if (["title", "deprecated", "x-classification"].includes(name)) found.push(`${name} ${JSON.stringify(value)}`);
    return name === "examples" || name === "x-invalid-examples" ? undefined : value;
  });
  return found.sort();
}

/** The version that follows. */
export function nextVersion(latest: string, bump: Exclude<Bump, "major">): string {
  const [major, minor, patch] = latest.split(".").map(Number) as [number, number, number];
  if (bump === "none") return latest;
  return bump === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

/** What is wrong with a declared version, if anything: it must be one of the next, and say enough. */
export function versionProblem(got: string, latest: string, bump: Exclude<Bump, "major">): "low" | "skips" | undefined {
  if (compareVersions(got, nextVersion(latest, bump)) < 0) return "low";
  return [latest, nextVersion(latest, "patch"), nextVersion(latest, "minor")].includes(got) ? undefined : "skips";
}
