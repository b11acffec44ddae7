import { didYouMean } from "@statehub/contract-tools";
import type { ActivityCode, ActivityParams } from "../diagnostics/table.ts";
import type { ExpressionNode } from "../expression/expression.ts";
import { both, type Facts, NO_FACTS } from "./facts.ts";
import { factsOf } from "./implied.ts";
import { inWords, type Kind, type Literal } from "./literals.ts";
import { fieldNames, fieldOf, itemsOf, kindsOf, marksOf, nearestField, type Shape, union } from "./shape.ts";
import { checkCondition, compared } from "./truth.ts";
import { EITHER, literalValue, narrow, type Trace, UNKNOWN, type Value } from "./value.ts";

/** Takes what is found at a node. */
export type Report = <Code extends ActivityCode>(
  code: Code,
  node: ExpressionNode,
  params: ActivityParams<Code>,
) => void;

/** A field of the event's data that an expression reads. */
export interface PathRead {
  readonly pointer: string;
  readonly node: ExpressionNode;
  /** `whole`: the expression uses an object or list as one. */
  readonly access: "read" | "whole";
}

/** What names mean, and what is known, at a place in an expression. */
export interface Surroundings {
  readonly names: ReadonlyMap<string, Value>;
  readonly facts: Facts;
}

/** What an inference tells beside the value. */
export interface Listener {
  readonly report: Report;
  readonly read: (read: PathRead) => void;
  /** A name at the beginning of a path. */
  readonly use: (name: string) => void;
  /** A field of a root such as `inputs`. */
  readonly useField: (root: string, name: string) => void;
}

/**
 * What an expression's value can be, over all that its names may stand for; on the way it reports paths that do not
 * exist, missing guards, literals that are no members, and conditions with one outcome only.
 */
export function infer(node: ExpressionNode, where: Surroundings, listener: Listener): Value {
  const value = inferPart(node, where, listener);
  recordRead(node, value, where, listener);
  return value;
}

/** A whole value is used here: of an object or list, all of it. */
function recordRead(
  node: ExpressionNode,
  { pointer, shape }: Value,
  { facts }: Surroundings,
  listener: Listener,
): void {
  if (pointer === undefined) return;
  const kinds = shape === undefined ? new Set<Kind>() : kindsOf(narrow(shape, undefined, facts));
  const isWhole = kinds.has("object") || kinds.has("array");
  listener.read({ pointer, node, access: isWhole ? "whole" : "read" });
}

/** As `infer`, for what only selects a part of the value. */
function inferPart(node: ExpressionNode, where: Surroundings, listener: Listener): Value {
  const at = (inner: ExpressionNode, facts: Facts = NO_FACTS): Value =>
    infer(inner, facts.size === 0 ? where : { ...where, facts: both(where.facts, facts) }, listener);
  switch (node.op) {
    case "value":
      return typeof node.args === "object" && node.args !== null
        ? UNKNOWN
        : literalValue(typeof node.args === "bigint" ? Number(node.args) : (node.args as Literal));
    case "id":
      return named(node, node.args, where, listener);
    case ".":
    case ".?":
      return select(node, node.args[0], node.args[1], node.op === ".?", where, listener);
    case "[]":
    case "[?]":
      return index(node, node.args, where, listener);
    case "list":
      return { ...UNKNOWN, items: node.args.map((item) => at(item)) };
    case "map":
      return mixed(node.args.flatMap((entry) => entry.map((part) => at(part))));
    case "!_": {
      const { truth, traces } = at(node.args);
      return { ...UNKNOWN, truth: { canBeTrue: truth.canBeFalse, canBeFalse: truth.canBeTrue }, traces };
    }
    case "-_": {
      const value = at(node.args);
      if (typeof value.literal === "number") return literalValue(-value.literal);
      demand(node.args, value, where, listener);
      return mixed([value]);
    }
    case "&&": {
      const left = at(node.args[0]);
      const right = at(node.args[1], factsOf(node.args[0], true, where.names));
      return {
        ...UNKNOWN,
        truth: {
          canBeTrue: left.truth.canBeTrue && right.truth.canBeTrue,
          canBeFalse: left.truth.canBeFalse || right.truth.canBeFalse,
        },
      };
    }
    case "||": {
      const left = at(node.args[0]);
      const right = at(node.args[1], factsOf(node.args[0], false, where.names));
      return {
        ...UNKNOWN,
        truth: {
          canBeTrue: left.truth.canBeTrue || right.truth.canBeTrue,
          canBeFalse: left.truth.canBeFalse && right.truth.canBeFalse,
        },
      };
    }
    case "?:": {
      const [condition, yes, no] = node.args;
      at(condition);
      const values = [at(yes, factsOf(condition, true, where.names)), at(no, factsOf(condition, false, where.names))];
      const [a, b] = values as [Value, Value];
      const shape = a.shape && b.shape && union([a.shape, b.shape]);
      const truth = {
        canBeTrue: a.truth.canBeTrue || b.truth.canBeTrue,
        canBeFalse: a.truth.canBeFalse || b.truth.canBeFalse,
      };
      return { shape, truth, traces: values.flatMap(({ traces }) => traces) };
    }
    case "==":
    case "!=":
    case "in":
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const [left, right] = sides(node.args, where, listener);
      if (node.op.startsWith("<") || node.op.startsWith(">")) {
        demand(node.args[0], left, where, listener);
        demand(node.args[1], right, where, listener);
      }
      const truth = compared(node.op, left, right, where.facts);
      checkCondition(node, left, right, truth, where.facts, listener.report);
      return { ...UNKNOWN, truth };
    }
    case "call":
      return called(node, node.args[0], node.args[1], where, listener);
    case "rcall":
      return method(node.args, where, listener);
    default: {
      // What is left is arithmetic.
      const values = node.args.map((part) => {
        const value = at(part);
        demand(part, value, where, listener);
        return value;
      });
      return mixed(values);
    }
  }
}

/** The sides of a comparison; one that is compared with null is not read as a whole. */
function sides(
  [leftNode, rightNode]: readonly [ExpressionNode, ExpressionNode],
  where: Surroundings,
  listener: Listener,
): [Value, Value] {
  const isNull = (node: ExpressionNode): boolean => node.op === "value" && node.args === null;
  const side = (node: ExpressionNode, other: ExpressionNode): Value => {
    if (!isNull(other)) return infer(node, where, listener);
    const value = inferPart(node, where, listener);
    if (value.pointer !== undefined) listener.read({ pointer: value.pointer, node, access: "read" });
    return value;
  };
  return [side(leftNode, rightNode), side(rightNode, leftNode)];
}

/** The result of what schemas do not describe. */
function mixed(values: readonly Value[]): Value {
  return { ...UNKNOWN, traces: values.flatMap(({ traces }) => traces) };
}

/** Reports a value that may be null where null fails. */
export function demand(node: ExpressionNode, value: Value, { facts }: Surroundings, { report }: Listener): void {
  const { shape, path } = value;
  if (shape === undefined || value.isOptional === true) return;
  const kinds = kindsOf(narrow(shape, path, facts));
  if (kinds.has("null") && value.literal !== null) report("unguarded-null", node, { path: path ?? "the value" });
}

function named(node: ExpressionNode, name: string, { names }: Surroundings, listener: Listener): Value {
  const value = names.get(name);
  listener.use(name);
  if (value !== undefined) return value;
  const known = [...names.keys()];
  listener.report("unknown-name", node, { name, known, suggestion: didYouMean(name, known) });
  return UNKNOWN;
}

/** `parent.name`; where it is asked whether the field exists, its absence is no problem. */
function select(
  node: ExpressionNode,
  parentNode: ExpressionNode,
  name: string,
  isAsked: boolean,
  where: Surroundings,
  listener: Listener,
): Value {
  const parent = inferPart(parentNode, where, listener);
  if (parentNode.op === "id") listener.useField(parentNode.args, name);
  if (parent.shape === undefined) return { ...UNKNOWN, traces: parent.traces };
  const shape = narrow(parent.shape, parent.path, where.facts);
  const path = parent.path === undefined ? undefined : `${parent.path}.${name}`;
  const shown = path ?? name;
  const kinds = kindsOf(shape);
  if (!kinds.has("object")) {
    if (kinds.size > 0)
      listener.report("not-an-object", parentNode, { path: parent.path ?? name, got: inWords(kinds) });
    return UNKNOWN;
  }
  demand(parentNode, parent, where, listener);
  const field = fieldOf(shape, name);
  if (field === undefined) {
    const params = { path: shown, of: parent.path ?? "the value", known: fieldNames(shape) };
    listener.report("unknown-path", node, { ...params, suggestion: nearestField(shape, name) });
    return UNKNOWN;
  }
  const isKnownPresent = path !== undefined && where.facts.get(path)?.isPresent === true;
  if (field.isOptional && !isAsked && !isKnownPresent && parent.isOptional !== true) {
    if (field.missingIn.length > 0) {
      listener.report("not-in-all-versions", node, { path: shown, missing: field.missingIn });
    } else {
      listener.report("unguarded-optional", node, { path: shown });
    }
  }
  const isOptional = isAsked || parent.isOptional === true;
  return fieldValue(node, field.shape, parent, name, path, isOptional, listener);
}

function fieldValue(
  node: ExpressionNode,
  shape: Shape,
  parent: Value,
  name: string,
  path: string | undefined,
  isOptional: boolean,
  { report }: Listener,
): Value {
  const { classification, isDeprecated } = marksOf(shape);
  if (isDeprecated) report("deprecated-field", node, { path: path ?? name });
  const own: Trace[] = classification === undefined ? [] : [{ path: path ?? name, classification }];
  const pointer = pointerOf(parent, name);
  return {
    shape,
    truth: EITHER,
    // What is personal as a whole is so in its parts.
    traces: [...parent.traces, ...own],
    ...(path !== undefined && { path }),
    ...(pointer !== undefined && { pointer }),
    ...(isOptional && { isOptional }),
  };
}

function pointerOf({ path, pointer }: Value, name: string): string | undefined {
  if (path === "event" && name === "data") return "";
  return pointer === undefined ? undefined : `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function index(
  node: ExpressionNode & { op: "[]" | "[?]" },
  [parentNode, indexNode]: readonly [ExpressionNode, ExpressionNode],
  where: Surroundings,
  listener: Listener,
): Value {
  const isAsked = node.op === "[?]";
  if (indexNode.op === "value" && typeof indexNode.args === "string") {
    return select(node, parentNode, indexNode.args, isAsked, where, listener);
  }
  const parent = inferPart(parentNode, where, listener);
  infer(indexNode, where, listener);
  demand(parentNode, parent, where, listener);
  if (parent.shape === undefined) return mixed([parent]);
  const position = indexNode.op === "value" ? Number(indexNode.args) : Number.NaN;
  const size = where.facts.get(`size(${parent.path})`)?.least ?? 0;
  const shortest = Math.min(
    ...parent.shape.variants.map(({ schemas }) => leastItems(schemas)),
    Number.POSITIVE_INFINITY,
  );
  const path = `${parent.path ?? "the list"}[${Number.isNaN(position) ? "…" : position}]`;
  if (!isAsked && kindsOf(parent.shape).has("array") && !(position < Math.max(size, shortest))) {
    listener.report("unguarded-index", node, { path, list: parent.path ?? "the list" });
  }
  return { ...itemOf(parent), ...(!Number.isNaN(position) && { path }), ...(isAsked && { isOptional: true }) };
}

function leastItems(schemas: readonly Readonly<Record<string, unknown>>[]): number {
  return Math.max(0, ...schemas.map(({ minItems }) => (typeof minItems === "number" ? minItems : 0)));
}

/** Any item of a list. */
function itemOf(list: Value): Value {
  if (list.shape === undefined) return mixed([list]);
  const shape = itemsOf(list.shape);
  const { classification } = marksOf(shape);
  const own: Trace[] = classification === undefined ? [] : [{ path: `${list.path ?? "the list"}[*]`, classification }];
  const pointer = list.pointer === undefined ? {} : { pointer: `${list.pointer}/*` };
  return {
    shape: shape.variants.length === 0 ? undefined : shape,
    truth: EITHER,
    traces: [...list.traces, ...own],
    ...pointer,
  };
}

function called(
  node: ExpressionNode,
  name: string,
  args: readonly ExpressionNode[],
  where: Surroundings,
  listener: Listener,
): Value {
  const [first] = args;
  if (name === "has" && first !== undefined && (first.op === "." || first.op === ".?")) {
    return asked(node, first, where, listener);
  }
  if (name === "size" && first !== undefined) return sized(first, where, listener);
  const values = args.map((arg) => {
    const value = infer(arg, where, listener);
    if (name !== "dyn" && name !== "type") demand(arg, value, where, listener);
    return value;
  });
  return mixed(values);
}

/** `has(parent.name)`. */
function asked(
  node: ExpressionNode,
  field: ExpressionNode & { op: "." | ".?" },
  where: Surroundings,
  listener: Listener,
): Value {
  const value = select(field, field.args[0], field.args[1], true, where, listener);
  if (value.pointer !== undefined) listener.read({ pointer: value.pointer, node: field, access: "read" });
  const parent = inferPart(field.args[0], where, { ...listener, report: () => undefined });
  if (parent.shape === undefined) return UNKNOWN;
  const found = fieldOf(narrow(parent.shape, parent.path, where.facts), field.args[1]);
  if (found === undefined || found.isOptional || parent.isOptional === true) return UNKNOWN;
  listener.report("constant-condition", node, { always: true, because: `${value.path ?? "the field"} is required` });
  return { ...UNKNOWN, truth: { canBeTrue: true, canBeFalse: false } };
}

/** The length of a text or list: a number that a condition can narrow. */
function sized(node: ExpressionNode, where: Surroundings, listener: Listener): Value {
  const value = inferPart(node, where, listener);
  if (value.pointer !== undefined) listener.read({ pointer: value.pointer, node, access: "read" });
  demand(node, value, where, listener);
  const schemas = [{ minimum: 0 }];
  const shape: Shape = { variants: [{ kind: "number", schemas, root: {}, version: "" }] };
  return { shape, truth: EITHER, traces: [], ...(value.path !== undefined && { path: `size(${value.path})` }) };
}

/** Macros that bind a name to each item. */
const EACH: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map"]);

function method(
  [name, receiver, args]: readonly [string, ExpressionNode, readonly ExpressionNode[]],
  where: Surroundings,
  listener: Listener,
): Value {
  const [first, ...rest] = args;
  if (receiver.op === "id" && receiver.args === "cel" && name === "bind") return bound(args, where, listener);
  if (EACH.has(name) && first?.op === "id" && rest.length > 0) {
    const list = inferPart(receiver, where, listener);
    demand(receiver, list, where, listener);
    if (list.pointer !== undefined) listener.read({ pointer: list.pointer, node: receiver, access: "read" });
    const names = new Map(where.names).set(first.args, { ...itemOf(list), path: first.args });
    const values = rest.map((part) => infer(part, { ...where, names }, listener));
    if (name === "filter") return { ...list, isOptional: false };
    return name === "map" ? mixed(values) : UNKNOWN;
  }
  if (name === "size" && args.length === 0) return sized(receiver, where, listener);
  const value = infer(receiver, where, listener);
  const others = args.map((arg) => {
    const other = infer(arg, where, listener);
    demand(arg, other, where, listener);
    return other;
  });
  if (value.isOptional === true && (name === "orValue" || name === "or")) return taken(value, others);
  if (name === "hasValue" || name === "value") return name === "value" ? { ...value, isOptional: false } : UNKNOWN;
  demand(receiver, value, where, listener);
  return mixed([value, ...others]);
}

/** `optional.orValue(other)`: either of them. */
function taken(value: Value, others: readonly Value[]): Value {
  const shapes = [value.shape, ...others.map(({ shape }) => shape)];
  const isKnown = shapes.every((shape) => shape !== undefined);
  return { ...mixed([value, ...others]), shape: isKnown ? union(shapes as Shape[]) : undefined };
}

/** `cel.bind(name, value, body)`. */
function bound(args: readonly ExpressionNode[], where: Surroundings, listener: Listener): Value {
  const [name, value, body] = args;
  if (name?.op !== "id" || value === undefined || body === undefined) return UNKNOWN;
  const names = new Map(where.names).set(name.args, inferPart(value, where, listener));
  return infer(body, { ...where, names }, listener);
}
