import {
  CONSUMERS,
  type Diagnostic,
  diagnostic,
  type KnownEvent,
  knownEvents,
  type ProfileFile,
  RELEASED,
  readConsumers,
  readModel,
  readReleased,
  wholeFile,
} from "@statehub/contract-tools";
import { readContracts, readText } from "../files/read.ts";

/** The events of a repository, and the profiles of those who read them. */
export interface Readers {
  readonly events: readonly KnownEvent[];
  readonly profiles: readonly ProfileFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the contracts, what was released of them, and the reader profiles of a repository. */
export function readReaders(root: string): Readers {
  const { files, diagnostics: unread } = readContracts(root);
  const { model, diagnostics: problems } = readModel(files);
  if (unread.length + problems.length > 0) return { events: [], profiles: [], diagnostics: [...unread, ...problems] };
  const released = readReleased(readText(root, RELEASED, ".json"));
  const events = knownEvents(model, released.released);
  const inputs = readText(root, CONSUMERS, ".json");
  const { profiles, diagnostics } = readConsumers(inputs, events);
  const none = inputs.length === 0 ? [diagnostic("no-profiles", wholeFile(CONSUMERS), {})] : [];
  return { events, profiles, diagnostics: [...released.diagnostics, ...diagnostics, ...none] };
}
