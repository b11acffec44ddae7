import type { ExpressionNode } from "../expression/expression.ts";
import { demand, infer, inferPart, type Listener, type Surroundings } from "./infer.ts";
import { itemOf, select } from "./paths.ts";
import { fieldOf, lengthsOf, type Shape, union } from "./shape.ts";
import { conditionOf, EITHER, mixed, narrow, UNKNOWN, type Value } from "./value.ts";

/** `name(…)`. */
export function called(
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
  if (found === undefined || found.isOptional || parent.isOptional === true) return conditionOf(EITHER);
  listener.report("constant-condition", node, { always: true, because: `${value.path ?? "the field"} is required` });
  return conditionOf({ canBeTrue: true, canBeFalse: false });
}

/** The length of a text or list: a number that a condition can narrow. */
function sized(node: ExpressionNode, where: Surroundings, listener: Listener): Value {
  const value = inferPart(node, where, listener);
  if (value.pointer !== undefined) listener.read({ pointer: value.pointer, node, access: "read" });
  demand(node, value, where, listener);
  const lengths = value.shape === undefined ? { least: 0, most: Infinity } : lengthsOf(value.shape);
  const schemas = [{ minimum: lengths.least, maximum: lengths.most }];
  const shape: Shape = { variants: [{ kind: "number", schemas, root: {}, version: "" }] };
  return { shape, truth: EITHER, traces: [], ...(value.path !== undefined && { path: `size(${value.path})` }) };
}

/** Macros that bind a name to each item. */
const EACH: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map"]);

/** `receiver.name(…)`. */
export function method(
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
    return name === "map" ? mixed(values) : conditionOf(EITHER);
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
