import { snapshotPathOf } from "../model/bundle.ts";
import type { ContractFile, EventFile } from "../model/contract-file.ts";

// Where generated files stand, from the repository's root.

export const CONTRACTS_SOURCE = "packages/events-contracts/src/gen";
export const PUBLISHER_SOURCE = "packages/events-publisher/src/gen";
export const VALIDATORS = "packages/events-contracts/validators";
export const SNAPSHOTS = "packages/events-contracts/schemas";
/** Hand-written, one file per step from a major to the next. */
export const UPCASTERS = "packages/events-contracts/src/upcasters";
export const REGISTRY = "event-types";
/** Hand-written but for the region between its `generated` marks. */
export const SUBJECTS_DOC = "docs/nats-event-subjects.md";

/** Folders whose every file is generated and committed. */
export const COMMITTED: readonly string[] = [CONTRACTS_SOURCE, PUBLISHER_SOURCE, REGISTRY];
/** Folders whose every file is generated and never committed. */
export const BUILT: readonly string[] = [VALIDATORS, SNAPSHOTS];

export const modulePath = (file: ContractFile): string => `${CONTRACTS_SOURCE}/${file.path}.ts`;
export const examplesPath = (file: EventFile): string => `${CONTRACTS_SOURCE}/${file.path}.examples.ts`;
export const validatorsPath = (file: ContractFile): string => `${VALIDATORS}/${file.path}.js`;
export const snapshotPath = (file: EventFile): string => `${SNAPSHOTS}/${snapshotPathOf(file)}.json`;
export const pagePath = (file: EventFile): string => `${REGISTRY}/${file.event.type}.md`;

/** The relative import from one path to another, with forward slashes and a leading dot. */
export function relativePath(from: string, to: string): string {
  const fromParts = from.split("/").slice(0, -1);
  const toParts = to.split("/");
  let shared = 0;
  while (shared < fromParts.length && fromParts[shared] === toParts[shared]) shared++;
  const up = fromParts.slice(shared).map(() => "..");
  return [...(up.length === 0 ? ["."] : up), ...toParts.slice(shared)].join("/");
}
