import type { EventType } from "./event.ts";

type GroupsOf<Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head | `${Head}.${GroupsOf<Rest>}`
  : never;

/** What event types begin with, behind `org.statehub.`: `repo`, `domain`, `domain.goal` … */
export type SubjectGroup = EventType extends `org.statehub.${infer Path}` ? GroupsOf<Path> : never;

/**
 * The NATS subject filter of a group of events: `subjectFilter("domain")` is `org.statehub.domain.>`. Without a group
 * it is that of all events. It also matches types that these contracts do not know yet.
 */
export function subjectFilter(group?: SubjectGroup): string {
  return group === undefined ? "org.statehub.>" : `org.statehub.${group}.>`;
}
