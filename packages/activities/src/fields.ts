import { CONSUMER_META_SCHEMA, type ConsumerProfile, type FieldRead, textDigest } from "@statehub/contract-tools";
import { type CheckOptions, checkDefinition } from "./check/check.ts";
import type { Contracts } from "./check/contracts.ts";
import { versionsOf } from "./check/scope.ts";
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
    const { reads } = checkDefinition(file, contracts, options);
    for (const trigger of eventTriggers(file.definition)) {
      const contract = contracts.byType.get(trigger.event);
      if (contract === undefined) continue;
      const version = versionsOf(trigger, contract).at(-1)?.version;
      if (version !== undefined) newest.set(trigger.event, version);
      const fields = reads.map((read) => ({ ...read, file: file.file }));
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
