import { type Diagnostic, diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { type Released, releasedFileOf } from "../model/released.ts";
import { type Engine, engineOf } from "./engine.ts";
import { type EventVerdict, verdictOf } from "./event-verdict.ts";
import { type History, historiesOf } from "./history.ts";
import type { Base, GateInput } from "./input.ts";

/** What comparing found. */
export interface GateReport {
  readonly base: string | undefined;
  /** Every event that is or was, by type. */
  readonly events: readonly EventVerdict[];
  /** What is wrong with the released versions themselves. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many released versions there are, and how many pairs had to be compared. */
  readonly versions: number;
  readonly comparisons: number;
}

/** Compares every contract with what was released, and with the base. */
export function gate(input: GateInput): GateReport {
  const engine: Engine = engineOf(input.formats);
  const histories: History[] = historiesOf(input.model, input.released, input.base);
  const events = histories.map((history) => {
    const verdict = verdictOf(history, histories, engine, input);
    input.onEvent?.();
    return verdict;
  });
  return {
    base: input.base?.label,
    events,
    diagnostics: rewritten(input.released, input.base),
    versions: [...input.released.byType.values()].flat().length,
    comparisons: engine.count,
  };
}

/** All problems of a report, those of the released versions first. */
export function problemsOf({ diagnostics, events }: GateReport): Diagnostic[] {
  return [...diagnostics, ...events.flatMap((event) => event.diagnostics)];
}

/** Released versions that the base has otherwise, or that are gone since: the lock was edited with them. */
function rewritten(released: Released, base: Base | undefined): Diagnostic[] {
  return Object.entries(base?.released.lock ?? {}).flatMap(([path, digest]) => {
    const now = released.lock[path];
    if (now === digest) return [];
    const code = now === undefined ? "released-missing" : "released-edited";
    return [diagnostic(code, wholeFile(releasedFileOf(path)), { path })];
  });
}
