import type { ExpressionNode } from "../expression/expression.ts";
import { lengthsOf, mayBeEmpty } from "./bounds.ts";
import { both } from "./facts.ts";
import { checkCall } from "./fallible.ts";
import { factsOf } from "./implied.ts";
import { demand, demandBoolean, infer, inferPart, type Listener, type Surroundings } from "./infer.ts";
import { fieldOf } from "./inside.ts";
import { checkArguments, checkReceiver, demandKinds } from "./kinds.ts";
import { itemOf, select } from "./paths.ts";
import { kindsOf, type Shape, union } from "./shape.ts";
import { computed, conditionOf, domainOf, EITHER, mixed, narrow, UNKNOWN, type Value } from "./value.ts";

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
    if (name !== "type") demand(arg, value, where, listener, name === "string");
    return value;
  });
  checkArguments(name, args, values, where, listener);
  checkCall(node, name, undefined, values, where.facts, listener.report);
  return resultOf(name, values, where);
}

/** Functions that give a number or text of which something is known. */
function resultOf(name: string, values: readonly Value[], { facts }: Surroundings): Value {
  const [value] = values;
  if (name === "int" || name === "double") {
    const isText = value?.shape === undefined || kindsOf(value.shape).has("string");
    const { least, most } = (isText ? undefined : domainOf(value as Value, facts)) ?? { least: -1e15, most: 1e15 };
    const isInteger = name === "int";
    return { ...computed({ type: "number", minimum: least, maximum: most }, values), ...(isInteger && { isInteger }) };
  }
  if (name === "string") {
    const isNumber = value?.shape !== undefined && [...kindsOf(value.shape)].every((kind) => kind !== "string");
    return computed(
      { type: "string", minLength: isNumber || (value?.shape && !mayBeEmpty(value.shape)) ? 1 : 0 },
      values,
    );
  }
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

/** Of what fits into a message, nothing is longer. */
const LONGEST = 2 ** 31;

/** The length of a text or list: a number that a condition can narrow. */
function sized(node: ExpressionNode, where: Surroundings, listener: Listener): Value {
  const value = inferPart(node, where, listener);
  if (value.pointer !== undefined) listener.read({ pointer: value.pointer, node, access: "read" });
  demand(node, value, where, listener, true);
  checkArguments("size", [node], [value], where, listener);
  const lengths = value.shape === undefined ? { least: 0, most: Infinity } : lengthsOf(value.shape);
  const schemas = [{ minimum: lengths.least, maximum: Math.min(lengths.most, LONGEST) }];
  const shape: Shape = { variants: [{ kind: "number", schemas, root: {}, version: "" }] };
  const path = value.path === undefined ? {} : { path: `size(${value.path})` };
  return { shape, truth: EITHER, traces: [], isInteger: true, ...path };
}

/** Macros that bind a name to each item. */
const EACH: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "filter", "map"]);

/** `receiver.name(…)`. */
export function method(node: ExpressionNode & { op: "rcall" }, where: Surroundings, listener: Listener): Value {
  const [name, receiver, args] = node.args;
  const [first, ...rest] = args;
  if (receiver.op === "id" && receiver.args === "cel" && name === "bind") return bound(args, where, listener);
  if (EACH.has(name) && first?.op === "id" && rest.length > 0) {
    return each(name, receiver, first, rest, where, listener);
  }
  if (name === "size" && args.length === 0) return sized(receiver, where, listener);
  const value = infer(receiver, where, listener);
  const others = args.map((arg) => {
    const other = infer(arg, where, listener);
    if (name !== "orValue" && name !== "or") demand(arg, other, where, listener);
    return other;
  });
  if (value.isOptional === true && (name === "orValue" || name === "or"))
    return { ...taken(value, others), ...(name === "or" && { isOptional: true }) };
  checkReceiver(name, [receiver, ...args], [value, ...others], where, listener);
  checkCall(node, name, value, others, where.facts, listener.report);
  if (name === "hasValue") return conditionOf(EITHER);
  if (name === "value") return { ...value, isOptional: false };
  demand(receiver, value, where, listener);
  if (name === "join") demand(receiver, itemOf(value), where, listener);
  return methodResult(name, value, others);
}

function methodResult(name: string, value: Value, others: readonly Value[]): Value {
  const values = [value, ...others];
  if (/^(?:startsWith|endsWith|contains|matches)$/.test(name)) return conditionOf(EITHER);
  if (/^(?:lower|upper)Ascii$/.test(name))
    return computed({ type: "string", minLength: value.shape && !mayBeEmpty(value.shape) ? 1 : 0 }, values);
  if (/^(?:get[A-Z]|indexOf|lastIndexOf)/.test(name))
    return { ...computed({ type: "number", minimum: -1e15, maximum: 1e15 }, values), isInteger: true };
  if (name !== "split") return mixed(values);
  // A text that is split has a first part, except by nothing.
  const part = computed({ type: "string" }, values);
  return { ...mixed(values), item: part, ...(others[0]?.literal && others.length === 1 && { items: [part] }) };
}

/** `list.exists(name, condition)` and its like. */
function each(
  name: string,
  receiver: ExpressionNode,
  variable: ExpressionNode & { op: "id" },
  parts: readonly ExpressionNode[],
  where: Surroundings,
  listener: Listener,
): Value {
  const list = inferPart(receiver, where, listener);
  demand(receiver, list, where, listener);
  demandKinds(receiver, list, ["array", "object"], `${name}()`, where, listener);
  if (list.pointer !== undefined) listener.read({ pointer: list.pointer, node: receiver, access: "read" });
  refuseShadow(variable, where, listener);
  const isMap = list.shape !== undefined && kindsOf(list.shape).has("object");
  const item = isMap
    ? { ...computed({ type: "string" }, [list]), ...(list.path && { keyOf: list.path }) }
    : itemOf(list);
  let inner = { ...where, names: new Map(where.names).set(variable.args, { ...item, path: variable.args }) };
  const values = parts.map((part, i) => {
    const value = infer(part, inner, listener);
    if (name !== "map" || (parts.length > 1 && i === 0)) {
      demandBoolean(part, value, inner, listener);
      inner = { ...inner, facts: both(inner.facts, factsOf(part, true, inner.names)) };
    }
    return value;
  });
  if (name === "map") return { ...mixed(values), item: values.at(-1) ?? UNKNOWN };
  if (name !== "filter") return conditionOf(EITHER);
  // It may be shorter than the list, so it is no longer called what the list is.
  const { path, pointer, shape, ...rest } = list;
  return { ...rest, shape: undefined, isComputed: true, item: { ...item, ...(!isMap && itemPointer(pointer)) } };
}

const itemPointer = (pointer: string | undefined): { pointer?: string } =>
  pointer === undefined ? {} : { pointer: `${pointer}/*` };

/** Two values of one name would share what is known of either. */
function refuseShadow(variable: ExpressionNode & { op: "id" }, { names }: Surroundings, { report }: Listener): void {
  if (names.has(variable.args)) report("shadowed-name", variable, { name: variable.args });
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
  const meant = inferPart(value, where, listener);
  refuseShadow(name, where, listener);
  const names = new Map(where.names).set(name.args, { ...meant, path: meant.path ?? name.args });
  return infer(body, { ...where, names }, listener);
}
