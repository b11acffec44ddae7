import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { isObject } from "./check-schema.ts";
import type { ContractFile } from "./contract-file.ts";
import type { Source } from "./source.ts";

/** Checks that no two files claim one event type or one `$id`, whatever else is wrong with them. */
export function checkClaims(sources: readonly Source[]): Diagnostic[] {
  const types = new Map<string, string>();
  const ids = new Map<string, string>();
  return sources.flatMap((source) => {
    if (!isObject(source.value)) return [];
    const { $id: id, "x-event": event } = source.value;
    const type = isObject(event) ? event.type : undefined;
    const found: Diagnostic[] = [];
    if (typeof type === "string") {
      const other = types.get(type);
      if (other === undefined) types.set(type, source.file);
      else found.push(diagnostic("duplicate-type", source.place("/x-event/type"), { type, other }));
    }
    if (typeof id === "string") {
      const other = ids.get(id);
      if (other === undefined) ids.set(id, source.file);
      else found.push(diagnostic("duplicate-id", source.place("/$id"), { id, other }));
    }
    return found;
  });
}

/** Checks that the types of no two files have one name: `goal_set` and `goal.set` are both `GoalSet`. */
export function checkTypeNames(files: readonly ContractFile[]): Diagnostic[] {
  const owners = new Map<string, string>();
  return files.flatMap(({ typeName, file, source }) => {
    const other = owners.get(typeName);
    owners.set(typeName, other ?? file);
    return other === undefined
      ? []
      : [diagnostic("file-name-clash", source.place("/title"), { name: typeName, other })];
  });
}

/** Checks that no event type is the beginning of another, but for its own later majors. */
export function checkPrefixes(files: readonly ContractFile[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  const byType = new Map(files.flatMap((file) => (file.event === undefined ? [] : [[file.event.type, file] as const])));
  for (const { event } of files) {
    if (event === undefined) continue;
    const tokens = event.type.split(".").slice(0, event.major === 1 ? -1 : -2);
    for (let length = tokens.length; length > 0; length--) {
      const prefix = tokens.slice(0, length).join(".");
      const place = byType.get(prefix)?.source.place("/x-event/type");
      if (place) found.push(diagnostic("type-is-prefix", place, { type: prefix, other: event.type }));
    }
  }
  return found;
}

/** Checks that what takes the place of an event is there. */
export function checkReplacements(files: readonly ContractFile[]): Diagnostic[] {
  const types = new Set(files.map(({ event }) => event?.type));
  return files.flatMap(({ event, source }) => {
    const type = event?.replacedBy;
    if (type === undefined || types.has(type)) return [];
    const suggestion = didYouMean(
      type,
      [...types].filter((one) => one !== undefined),
    );
    return [diagnostic("unknown-event", source.place("/x-event/replacedBy"), { type, suggestion })];
  });
}
