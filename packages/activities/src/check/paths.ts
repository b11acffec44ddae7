import type { ExpressionNode } from "../expression/expression.ts";
import { demand, infer, inferPart, type Listener, type Surroundings } from "./infer.ts";
import { inWords } from "./literals.ts";
import { fieldNames, fieldOf, itemsOf, kindsOf, lengthsOf, marksOf, nearestField, type Shape } from "./shape.ts";
import { EITHER, mixed, narrow, type Trace, UNKNOWN, type Value } from "./value.ts";

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
  infer(indexNode, where, listener);
  demand(parentNode, parent, where, listener);
  if (parent.shape === undefined) return mixed([parent]);
  const position = indexNode.op === "value" ? Number(indexNode.args) : Number.NaN;
  const size = where.facts.get(`size(${parent.path})`)?.least ?? 0;
  const shortest = lengthsOf(parent.shape).least;
  const path = `${parent.path ?? "the list"}[${Number.isNaN(position) ? "…" : position}]`;
  if (!isAsked && kindsOf(parent.shape).has("array") && !(position < Math.max(size, shortest))) {
    listener.report("unguarded-index", node, { path, list: parent.path ?? "the list" });
  }
  return { ...itemOf(parent), ...(!Number.isNaN(position) && { path }), ...(isAsked && { isOptional: true }) };
}

/** Any item of a list. */
export function itemOf(list: Value): Value {
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
