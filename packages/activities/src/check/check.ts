import { didYouMean } from "@statehub/contract-tools";
import type { ActivityDefinition, DefinitionFile } from "../definition/definition.ts";
import { type ActivityDiagnostic, problem } from "../diagnostics/diagnostic.ts";
import { CelTypes } from "./cel-types.ts";
import { type CheckOptions, checkEvents } from "./check-events.ts";
import { checkSpot, type FieldUse } from "./check-spot.ts";
import type { Contracts } from "./contracts.ts";
import { type Spot, spotsOf } from "./expressions.ts";
import { NO_FACTS } from "./facts.ts";
import { factsOf } from "./implied.ts";
import { scopeOf } from "./scope.ts";

/** What a check found out. */
export interface Checked {
  readonly diagnostics: readonly ActivityDiagnostic[];
  /** What the definition reads of its events, in the order of the file. */
  readonly reads: readonly FieldUse[];
  /** What `parity.undone_by` reads, of other events. */
  readonly undoneReads: readonly (FieldUse & { readonly event: string })[];
  /** The context sources that `when` needs. */
  readonly beforeWhen: ReadonlySet<string>;
}

/**
 * Checks a definition against all versions of the events that set it off: each path exists and is guarded where it may
 * be absent or null, literals are members, conditions have two outcomes, types fit, and nothing personal or secret is
 * written into a text.
 */
export function checkDefinition(file: DefinitionFile, contracts: Contracts, options: CheckOptions): Checked {
  const diagnostics = checkEvents(file, contracts, options);
  // Without its event nothing else can be told.
  if (diagnostics.some(({ severity }) => severity === "error")) {
    return { diagnostics, reads: [], undoneReads: [], beforeWhen: new Set() };
  }
  const { definition, source } = file;
  const names = scopeOf(definition, contracts);
  const spots = spotsOf(definition);
  const types = new CelTypes(names, mentionedIn(spots));
  const reads: FieldUse[] = [];
  const used = new Set<string>();
  // Whatever comes after `when` is evaluated only if that was true.
  let facts = NO_FACTS;
  let early: ReadonlySet<string> = new Set();
  const outside = new Map([...names].filter(([name]) => name !== "context"));
  for (const spot of spots) {
    const isSource = spot.path[0] === "context";
    // What `when` asks for is fetched before it.
    const isEarly = isSource && early.has(`context.${spot.path[1]}`);
    const checking = { names: isSource ? outside : names, facts: isEarly ? NO_FACTS : facts, types, reads, used };
    const found = checkSpot(file, spot, checking);
    diagnostics.push(...found.diagnostics);
    if (spot.want === "boolean" && found.expression !== undefined) facts = factsOf(found.expression.tree, true, names);
    if (spot.want === "boolean") early = new Set(used);
  }
  const undone = checkUndone(file, contracts);
  diagnostics.push(
    ...undone.diagnostics,
    ...unused(definition, used).map(([what, path, name]) => problem("unused", source.place(path), { what, name })),
  );
  const beforeWhen = new Set(Object.keys(definition.context ?? {}).filter((name) => early.has(`context.${name}`)));
  return { diagnostics: sorted(diagnostics), reads, undoneReads: undone.reads, beforeWhen };
}

/** Every name that stands in expressions, and more: in texts and keys too. */
function mentionedIn(spots: readonly Spot[]): Set<string> {
  return new Set(spots.flatMap(({ text }) => text.match(/[A-Za-z_]\w*/g) ?? []));
}

function sorted(diagnostics: readonly ActivityDiagnostic[]): ActivityDiagnostic[] {
  return [...diagnostics].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The keys of the events that undo an occurrence, each with its own event. */
function checkUndone(
  file: DefinitionFile,
  contracts: Contracts,
): { diagnostics: ActivityDiagnostic[]; reads: (FieldUse & { event: string })[] } {
  const { definition, source } = file;
  const read: (FieldUse & { event: string })[] = [];
  const diagnostics = (definition.parity?.undone_by ?? []).flatMap(({ event, key }, i) => {
    const at = ["parity", "undone_by", i];
    const contract = contracts.byType.get(event);
    if (contract === undefined) {
      const suggestion = didYouMean(event, contracts.byType.keys());
      return [problem("unknown-event", source.place([...at, "event"]), { type: event, suggestion })];
    }
    const names = scopeOf({ ...definition, triggers: [{ event }] }, contracts);
    const spot: Spot = { path: [...at, "key"], text: key, kind: "expression", want: "key", shownIn: undefined };
    const types = new CelTypes(names, mentionedIn([spot]));
    const reads: FieldUse[] = [];
    const found = checkSpot(file, spot, { names, facts: NO_FACTS, types, reads, used: new Set() });
    read.push(...reads.map((one) => ({ ...one, event })));
    return found.diagnostics;
  });
  return { diagnostics, reads: read };
}

/** Inputs and context sources that no expression names. */
function unused(
  { inputs = {}, context = {} }: ActivityDefinition,
  used: ReadonlySet<string>,
): [string, readonly string[], string][] {
  return [
    ...Object.keys(inputs).map((name): [string, readonly string[], string] => ["the input", ["inputs", name], name]),
    ...Object.keys(context).map((name): [string, readonly string[], string] => [
      "the context source",
      ["context", name],
      name,
    ]),
  ].filter(([, [root], name]) => !used.has(`${root}.${name}`));
}
