import { CONSUMER_META_SCHEMA, type ConsumerProfile, type FieldRead, textDigest } from "@statehub/contract-tools";
import { compare } from "semver";
import { checkDefinition } from "./check/check.ts";
import type { CheckOptions } from "./check/check-events.ts";
import type { Contracts } from "./check/contracts.ts";
import { entryOf, fieldOf, itemsOf } from "./check/inside.ts";
import { versionsOf } from "./check/scope.ts";
import { type Shape, shapeOf, union } from "./check/shape.ts";
import { type DefinitionFile, eventTriggers } from "./definition/definition.ts";

/** Whose definitions they are. */
export interface ProfileNames {
  readonly consumer: string;
  readonly owner: string;
  readonly repository: string;
  /** The folder that the paths of the definitions begin at, from the root of the contracts. */
  readonly root?: string;
}

/**
 * The fields of events that definitions read, each with its line, as a reader profile: the contract gate then says which
 * definition a change of a schema breaks.
 */
export function fieldsOf(
  files: readonly DefinitionFile[],
  contracts: Contracts,
  names: ProfileNames,
  options: CheckOptions,
): ConsumerProfile {
  const byType = new Map<string, FieldRead[]>();
  const newest = new Map<string, string>();
  for (const file of files) {
    const { reads, undoneReads } = checkDefinition(file, contracts, options);
    const undoing = (file.definition.parity?.undone_by ?? []).map(({ event }) => ({ event }));
    const sources = [
      ...eventTriggers(file.definition).map((trigger) => ({ trigger, own: reads })),
      ...undoing.map((trigger) => ({ trigger, own: undoneReads.filter(({ event }) => event === trigger.event) })),
    ];
    for (const { trigger, own } of sources) {
      const contract = contracts.byType.get(trigger.event);
      if (contract === undefined) continue;
      const versions = versionsOf(trigger, contract);
      const version = versions.at(-1)?.version;
      if (version !== undefined && compare(newest.get(trigger.event) ?? "0.0.0", version) < 0)
        newest.set(trigger.event, version);
      // Of several events as triggers, each has some of the fields.
      const fields = own
        .filter(({ pointer }) => versions.some(({ schema }) => hasField(shapeOf(schema, schema), pointer)))
        .map(({ pointer, line, column, access }) => ({ pointer, line, column, access, file: file.file }));
      byType.set(trigger.event, [...(byType.get(trigger.event) ?? []), ...fields]);
    }
  }
  const types = [...byType.keys()].sort();
  return {
    $schema: CONSUMER_META_SCHEMA,
    ...names,
    scanned: files.map(({ file, source }) => ({ file, digest: textDigest(source.text) })),
    reads: types.map((type) => ({
      type,
      versions: `^${newest.get(type)}`,
      fields: (byType.get(type) ?? [])
        .sort(inOrder)
        .map(({ pointer, file, line, column, access }) => ({ pointer, file, line, column, access })),
    })),
  };
}

function inOrder(a: FieldRead, b: FieldRead): number {
  if (a.pointer !== b.pointer) return a.pointer < b.pointer ? -1 : 1;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

function hasField(shape: Shape, pointer: string): boolean {
  let at: Shape = shape;
  for (const step of pointer.split("/").slice(1)) {
    const field = fieldOf(at, step.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (field === undefined && step !== "*") return false;
    at = field?.shape ?? union([itemsOf(at), entryOf(at) ?? { variants: [] }]);
  }
  return at.variants.length > 0;
}
