import { didYouMean } from "@statehub/contract-tools";
import type { ActivityDefinition, DefinitionFile, EventTrigger } from "../definition/definition.ts";
import { eventTriggers } from "../definition/definition.ts";
import { type ActivityDiagnostic, problem } from "../diagnostics/diagnostic.ts";
import { compile, type Expression, ExpressionError } from "../expression/expression.ts";
import { compileTemplate } from "../expression/template.ts";
import { CelTypes } from "./cel-types.ts";
import type { Contracts } from "./contracts.ts";
import { type Spot, spotsOf } from "./expressions.ts";
import type { Facts } from "./facts.ts";
import { NO_FACTS } from "./facts.ts";
import { factsOf } from "./implied.ts";
import { demandBoolean, infer, type Listener, type PathRead } from "./infer.ts";
import { inWords } from "./literals.ts";
import { scopeOf, versionsOf } from "./scope.ts";
import { kindsOf, mayBeEmpty, secretIn } from "./shape.ts";
import { narrow, type Value } from "./value.ts";

/** A field of an event's data that a definition reads. */
export interface FieldUse {
  /** JSON Pointer into the data, with `*` for any item; "" is all of it. */
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly access: "read" | "whole";
}

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

export interface CheckOptions {
  /** The present day (RFC 3339 date): after its sunset a deprecated event is as good as gone. */
  readonly today: string;
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

function checkEvents(
  { definition, source }: DefinitionFile,
  { byType }: Contracts,
  { today }: CheckOptions,
): ActivityDiagnostic[] {
  return eventTriggers(definition).flatMap((trigger: EventTrigger, i) => {
    const at = source.place(["triggers", i, "event"]);
    const { event: type } = trigger;
    const contract = byType.get(type);
    if (contract === undefined)
      return [problem("unknown-event", at, { type, suggestion: didYouMean(type, byType.keys()) })];
    const { lifecycle, sunset = "", replacedBy, versions } = contract;
    const found: ActivityDiagnostic[] = [];
    if (lifecycle === "retired" || (lifecycle === "deprecated" && sunset < today)) {
      found.push(problem("retired-event", at, { type, replacedBy }));
    } else if (lifecycle === "deprecated") found.push(problem("deprecated-event", at, { type, sunset, replacedBy }));
    else if (lifecycle === "proposed" && definition.mode === "active")
      found.push(problem("proposed-event", at, { type }));
    if (versionsOf(trigger, contract).length === 0) {
      const params = { range: trigger.versions ?? "", versions: versions.map(({ version }) => version) };
      found.push(problem("no-version-in-range", source.place(["triggers", i, "versions"]), params));
    }
    return found;
  });
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

interface Checking {
  readonly names: ReadonlyMap<string, Value>;
  readonly facts: Facts;
  readonly types: CelTypes;
  readonly reads: FieldUse[];
  readonly used: Set<string>;
}

function checkSpot(
  file: DefinitionFile,
  spot: Spot,
  checking: Checking,
): { diagnostics: ActivityDiagnostic[]; expression?: Expression } {
  const place = (offset: number) => file.source.place(spot.path, offset);
  try {
    if (spot.kind === "expression") {
      const expression = compile(spot.text);
      return { diagnostics: checkExpression(file, spot, expression, 0, checking), expression };
    }
    const holes = compileTemplate(spot.text).parts.filter((part) => typeof part !== "string");
    return {
      diagnostics: holes.flatMap(({ expression, offset }) => checkExpression(file, spot, expression, offset, checking)),
    };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { diagnostics: [problem("expression-syntax", place(error.offset), { problem: error.message })] };
  }
}

function checkExpression(
  file: DefinitionFile,
  spot: Spot,
  { text, tree }: Expression,
  base: number,
  { names, facts, types, reads, used }: Checking,
): ActivityDiagnostic[] {
  const found = new Map<string, ActivityDiagnostic>();
  const unfit = new Map<string, ActivityDiagnostic>();
  const place = (offset: number) => file.source.place(spot.path, base + offset);
  const listener: Listener = {
    report(code, node, params) {
      // CEL's own words are better, where it has some.
      const late = code === "expression-type" ? unfit : found;
      // A part that is looked at more than once has its problem once.
      late.set(`${code} ${node.start} ${node.end}`, problem(code, place(node.start), params));
    },
    read({ pointer, node, access }: PathRead) {
      const { line, column } = place(node.start);
      const isKnown = reads.some((one) => one.pointer === pointer && one.line === line && one.column === column);
      if (!isKnown) reads.push({ pointer, line, column, access });
    },
    use: (name) => used.add(name),
    useField: (root, name) => used.add(`${root}.${name}`),
  };
  const value = infer(tree, { names, facts }, listener);
  if (spot.want === "boolean") demandBoolean(tree, value, { names, facts }, listener);
  const errors = [...found.values()].filter(({ severity }) => severity === "error");
  // What CEL would say of the same places is said already, and better.
  const verdict = errors.length === 0 ? types.check(text) : undefined;
  if (verdict?.problem !== undefined) {
    const { message, offset } = verdict.problem;
    found.set("type", problem("expression-type", place(offset), { problem: message }));
  } else if (errors.length === 0 && unfit.size > 0) {
    for (const [at, one] of unfit) found.set(at, one);
  } else if (verdict !== undefined) checkResult(spot, tree, narrowed(value, facts), verdict.type, facts, listener);
  checkTraces(spot, tree, value, listener);
  return [...found.values()];
}

/** A value less what the conditions before it exclude. */
function narrowed(value: Value, facts: Facts): Value {
  return value.shape === undefined ? value : { ...value, shape: narrow(value.shape, value.path, facts) };
}

function checkResult(
  { want, kind }: Spot,
  tree: Expression["tree"],
  value: Value,
  type: string | undefined,
  facts: Facts,
  { report }: Listener,
): void {
  if (value.isOptional === true || type?.startsWith("optional") === true) {
    report("unguarded-optional", tree, { path: value.path ?? "the expression" });
    return;
  }
  const kinds = value.shape === undefined ? undefined : kindsOf(value.shape);
  const got = kinds === undefined ? String(type) : inWords(kinds);
  const isTyped = type !== undefined && type !== "dyn";
  if (want === "boolean" && isTyped && type !== "bool") report("wrong-result", tree, { got, want: "true or false" });
  if (want === "boolean" && !(value.truth.canBeTrue && value.truth.canBeFalse)) {
    const always = value.truth.canBeTrue;
    // `true` says what it does.
    if (!always || tree.op !== "value")
      report("constant-condition", tree, { always, because: "of its parts together" });
  }
  const isScalar =
    kinds === undefined
      ? value.isComputed !== true || PRINTABLE.has(String(type))
      : !kinds.has("array") && !kinds.has("object");
  const mayBeNull = kinds?.has("null") === true && value.literal !== null;
  if ((want === "key" || kind === "template") && !isScalar) {
    if (want === "key") report("wrong-result", tree, { got, want: "a text or number" });
    else report("unprintable-value", tree, { path: value.path ?? "the expression", got });
  } else if ((want === "key" || kind === "template") && mayBeNull) {
    report("unguarded-null", tree, { path: value.path ?? "the expression" });
  }
  if (want !== "key" || !isScalar || mayBeNull) return;
  if (isTyped && !["string", "double", "int"].includes(String(type))) {
    report("wrong-result", tree, { got, want: "a text or number" });
  } else if (type !== "double" && type !== "int" && isEmptyAtTimes(value, facts)) {
    report("wrong-result", tree, {
      got: "a text that may be empty",
      want: "one that is not: join it to another, or ask for it in `when`",
    });
  }
}

/** Types that have a text, where no schema says more. */
const PRINTABLE: ReadonlySet<string> = new Set([
  "string",
  "double",
  "int",
  "bool",
  "google.protobuf.Timestamp",
  "google.protobuf.Duration",
]);

function isEmptyAtTimes({ shape, path, isComputed }: Value, facts: Facts): boolean {
  // Of what has an error already nothing more is said.
  if (shape === undefined) return isComputed === true;
  if (!mayBeEmpty(shape)) return false;
  const known = path === undefined ? undefined : facts.get(path);
  const length = path === undefined ? undefined : facts.get(`size(${path})`)?.least;
  return !(known?.not?.has("") === true || (known?.values !== undefined && !known.values.has("")) || (length ?? 0) > 0);
}

function checkTraces(
  { shownIn, path, want }: Spot,
  tree: Expression["tree"],
  { traces, shape }: Value,
  { report }: Listener,
): void {
  const where = shownIn ?? (want === "key" ? path.at(-1) : path[0] === "context" ? "address" : undefined);
  if (where !== undefined) {
    // Keys and addresses stand in logs.
    for (const { path: field, classification } of traces)
      report("sensitive-text", tree, { path: field, classification, where: String(where) });
    return;
  }
  if (path[0] !== "task") return;
  for (const { path: field, classification } of traces)
    if (classification === "secret")
      report("sensitive-text", tree, { path: field, classification, where: "parameters" });
  const inside = shape === undefined ? undefined : secretIn(shape);
  if (inside !== undefined)
    report("sensitive-text", tree, { path: inside, classification: "secret", where: "parameters" });
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
