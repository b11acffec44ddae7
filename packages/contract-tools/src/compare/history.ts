import type { Model } from "../model/model.ts";
import type { Released, ReleasedVersion } from "../model/released.ts";
import { compareVersions } from "../model/version.ts";
import type { Base } from "./input.ts";
import { type Version, versionOf, versionOfReleased } from "./version.ts";

/** Everything that is known of one event type. */
export interface History {
  readonly type: string;
  /** The contract as it is now; undefined if it is gone. */
  readonly working: Version | undefined;
  /** The contract as the base has it. */
  readonly base: Version | undefined;
  /** Oldest first. None of them is parsed before it is asked for. */
  readonly released: readonly Version[];
  /** The newest that was released before this branch; without a branch to speak of, of all. */
  readonly latest: Version | undefined;
}

/** The histories of all event types that are or were, by type. */
export function historiesOf(model: Model, released: Released, base: Base | undefined): History[] {
  const working = statesOf(model);
  const before = base?.model === undefined ? new Map<string, Version>() : statesOf(base.model, base.label);
  const types = new Set([
    ...working.keys(),
    ...before.keys(),
    ...released.byType.keys(),
    ...(base?.released.byType.keys() ?? []),
  ]);
  return [...types].sort().map((type) => {
    const all = merged(released.byType.get(type) ?? [], base?.released.byType.get(type) ?? []);
    const read = once(versionOfReleased);
    const isBefore = (path: string): boolean => base?.isRepository !== true || Object.hasOwn(base.released.lock, path);
    const newest = all.findLast(({ path }) => isBefore(path));
    return {
      type,
      working: working.get(type),
      base: before.get(type),
      get released() {
        return all.map(read);
      },
      get latest() {
        return newest && read(newest);
      },
    };
  });
}

/** One state for each version, however often it is asked for: what was found out about it is kept with it. */
function once(make: (version: ReleasedVersion) => Version): (version: ReleasedVersion) => Version {
  const made = new Map<ReleasedVersion, Version>();
  return (version) => {
    const state = made.get(version) ?? make(version);
    made.set(version, state);
    return state;
  };
}

function statesOf(model: Model, label?: string): Map<string, Version> {
  return new Map(
    model.events.map((file) => [file.event.type, versionOf(file, model, label && `${file.event.version} of ${label}`)]),
  );
}

/** What the base has released counts too, should it not be here. */
function merged(here: readonly ReleasedVersion[], there: readonly ReleasedVersion[]): ReleasedVersion[] {
  const missing = there.filter(({ path }) => !here.some((one) => one.path === path));
  return [...here, ...missing].sort((a, b) => compareVersions(a.version, b.version));
}
