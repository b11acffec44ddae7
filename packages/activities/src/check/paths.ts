import type { ExpressionNode } from "../expression/expression.ts";
import { lengthsOf } from "./bounds.ts";
import { literalOf } from "./implied.ts";
import { demand, infer, inferPart, type Listener, type Surroundings } from "./infer.ts";
import { entryOf, fieldNames, fieldOf, itemsOf, nearestField } from "./inside.ts";
import { demandKinds } from "./kinds.ts";
import { inWords } from "./literals.ts";
import { marksOf } from "./marks.ts";
import { kindsOf, type Shape } from "./shape.ts";
import { EITHER, memberPath, mixed, narrow, type Trace, UNKNOWN, type Value } from "./value.ts";

/** `parent.name`; where it is asked whether the field exists, its absence is no problem. */
export function select(
  node: ExpressionNode,
  parentNode: ExpressionNode,
  name: string,
  isAsked: boolean,
  where: Surroundings,
  listener: Listener,
): Value {
  const parent = inferPart(parentNode, where, listener);
  if (parent.path === "inputs" || parent.path === "context") listener.useField(parent.path, name);
  if (parent.shape === undefined) return entryOfMap(node, parentNode, parent, name, isAsked, where, listener);
  const shape = narrow(parent.shape, parent.path, where.facts);
  const path = parent.path === undefined ? undefined : memberPath(parent.path, name);
  const shown = path ?? name;
  const kinds = kindsOf(shape);
  const others = [...kinds].filter((kind) => kind !== "object" && kind !== "null");
  if (!kinds.has("object") || others.length > 0) {
    if (kinds.size > 0)
      listener.report("not-an-object", parentNode, { path: parent.path ?? name, got: inWords(kinds) });
    return UNKNOWN;
  }
  demand(parentNode, parent, where, listener, true);
  const { path: of } = parent;
  const isThere = (other: string): boolean =>
    of !== undefined && where.facts.get(memberPath(of, other))?.isPresent === true;
  const field = fieldOf(shape, name, isThere);
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

export function index(
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
  const key = infer(indexNode, where, listener);
  demand(parentNode, parent, where, listener, true);
  const literal = literalOf(indexNode);
  const position = typeof literal === "number" && Number.isInteger(literal) && literal >= 0 ? literal : Number.NaN;
  const size = where.facts.get(`size(${parent.path})`)?.least ?? 0;
  const shortest = parent.shape === undefined ? (parent.items?.length ?? 0) : lengthsOf(parent.shape).least;
  const path = `${parent.path ?? "the list"}[${Number.isNaN(position) ? "…" : position}]`;
  const isMapKey = key.keyOf !== undefined && key.keyOf === parent.path;
  demandKinds(parentNode, parent, isMapKey ? ["object"] : ["array", "object"], "`[]`", where, listener);
  const isSilent = parent.shape === undefined && parent.isComputed !== true;
  // However many entries a map has, none has a number for its key.
  const isThere = position < Math.max(size, shortest) && !(parent.shape && kindsOf(parent.shape).has("object"));
  if (!isAsked && !isMapKey && !isSilent && !isThere) {
    listener.report("unguarded-index", node, { path, list: parent.path ?? "the list" });
  }
  const item = itemOf(parent, Number.isNaN(position) ? undefined : position);
  return { ...item, ...(!Number.isNaN(position) && { path }), ...(isAsked && { isOptional: true }) };
}

/** `{"a": 1}.a`; of other values that no schema describes nothing is known, and nothing can be selected. */
function entryOfMap(
  node: ExpressionNode,
  parentNode: ExpressionNode,
  parent: Value,
  name: string,
  isAsked: boolean,
  where: Surroundings,
  { report, ...listener }: Listener,
): Value {
  // What is wrong with it was said already.
  if (parent.isComputed !== true) return { ...UNKNOWN, traces: parent.traces };
  const entries = parentNode.op === "map" ? parentNode.args : [];
  const entry = entries.find(([key]) => key.op === "value" && key.args === name);
  if (entry !== undefined) return inferPart(entry[1], where, { ...listener, report: () => undefined });
  if (!isAsked) {
    report("not-an-object", node, { path: parent.path ?? "the value", got: "a computed value" });
    return UNKNOWN;
  }
  return { ...mixed([parent]), isOptional: true };
}

/** Any item of a list, or the one at a position. */
export function itemOf(list: Value, position?: number): Value {
  if (list.item !== undefined) return { ...list.item, traces: [...list.traces, ...list.item.traces] };
  if (list.shape === undefined) return mixed([list]);
  if (kindsOf(list.shape).has("object")) {
    const entry = entryOf(list.shape);
    const pointer = list.pointer === undefined ? {} : { pointer: `${list.pointer}/*` };
    return { ...mixed([list]), ...(entry && { shape: entry }), ...pointer };
  }
  const shape = itemsOf(list.shape, position);
  const { classification } = marksOf(shape);
  const own: Trace[] = classification === undefined ? [] : [{ path: `${list.path ?? "the list"}[*]`, classification }];
  const pointer = list.pointer === undefined ? {} : { pointer: `${list.pointer}/*` };
  const types = [...kindsOf(itemsOf(list.shape))].filter((kind) => kind !== "null");
  return {
    ...(shape.variants.length === 0 ? { shape: undefined, isComputed: true } : { shape }),
    truth: EITHER,
    traces: [...list.traces, ...own],
    ...pointer,
    ...(types.length > 1 && { isUntyped: true }),
  };
}
