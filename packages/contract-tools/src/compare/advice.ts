import type { Break, Direction } from "./breaks.ts";

/** Who is hurt by a break, in words. */
export function hurtOf({ direction, versions }: Pick<Break, "direction" | "versions">): string {
  const named = listed(versions);
  return direction === "backward"
    ? `consumers that take the new version refuse events of ${named}, which publishers may still send and the stream may still hold`
    : `consumers that have ${named} refuse events that publishers of the new version may send`;
}

/** `1.0.0`, `1.0.0 and 1.1.0`, `1.0.0 to 1.4.0 (5 versions)`. */
export function listed(versions: readonly string[]): string {
  const [first, second] = versions;
  if (versions.length <= 2) return second === undefined ? `${first}` : `${first} and ${second}`;
  return `${first} to ${versions.at(-1)} (${versions.length} versions)`;
}

/** What can be done instead, most modest first. */
export function waysOut(found: Break, type: string, isReleased: boolean): string[] {
  const field = found.location === undefined ? "the field" : JSON.stringify(found.location);
  const modest = WAYS[found.keyword]?.[found.direction];
  return [
    ...(modest === undefined
      ? [`leave ${field} as it was, and say the new thing in a new optional field`]
      : [modest(field)]),
    ...(isReleased ? [] : ['set the lifecycle back to "proposed", if nobody uses the event yet']),
    `start a new major with \`statehub-events new ${nextMajor(type)}\` and an upcaster from this one`,
  ];
}

/** Keyword that refuses → direction → what would make it fit again. */
const WAYS: Readonly<Record<string, Partial<Record<Direction, (field: string) => string>>>> = {
  required: {
    backward: (field) => `make ${field} optional`,
    forward: (field) => `keep ${field}, as a required field; mark it "deprecated" if nobody should rely on it`,
  },
  enum: {
    backward: (field) => `keep the members of ${field}, or open the set (x-extensible-enum): readers then accept all`,
    forward: (field) =>
      `leave the closed set of ${field} as it is, and say the new values in a new field that is open (x-extensible-enum)`,
  },
  type: {
    backward: (field) =>
      `leave the type of ${field} as it was, and add an optional field of another name for the new form`,
    forward: (field) =>
      `leave the type of ${field} as it was, and add an optional field of another name for the new form`,
  },
};

/** `org.statehub.repo.registered` → `org.statehub.repo.registered.v2`. */
export function nextMajor(type: string): string {
  const major = /\.v([0-9]+)$/.exec(type)?.[1];
  return major === undefined ? `${type}.v2` : type.replace(/[0-9]+$/, String(Number(major) + 1));
}
