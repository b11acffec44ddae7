import { didYouMean } from "@statehub/contract-tools";
import type { ActivityCode, ActivityParams } from "../diagnostics/table.ts";
import type { ExpressionNode } from "../expression/expression.ts";
import { arithmetic } from "./arithmetic.ts";
import { called, method } from "./calls.ts";
import { both, type Facts, NO_FACTS } from "./facts.ts";
import { factsOf } from "./implied.ts";
import { checkSides, demandKinds } from "./kinds.ts";
import { inWords, type Kind, type Literal } from "./literals.ts";
import { index, select } from "./paths.ts";
import { kindsOf, type Shape, union } from "./shape.ts";
import { checkCondition, compared } from "./truth.ts";
import { computed, conditionOf, domainOf, literalValue, mixed, narrow, UNKNOWN, type Value } from "./value.ts";

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
export function inferPart(node: ExpressionNode, where: Surroundings, listener: Listener): Value {
  const at = (inner: ExpressionNode, facts: Facts = NO_FACTS): Value =>
    infer(inner, facts.size === 0 ? where : { ...where, facts: both(where.facts, facts) }, listener);
  const condition = (inner: ExpressionNode, facts: Facts = NO_FACTS): Value => {
    const value = at(inner, facts);
    demandBoolean(inner, value, facts.size === 0 ? where : { ...where, facts: both(where.facts, facts) }, listener);
    return value;
  };
  switch (node.op) {
    case "value":
      return written(node, listener);
    case "id":
      return named(node, node.args, where, listener);
    case ".":
    case ".?":
      return select(node, node.args[0], node.args[1], node.op === ".?", where, listener);
    case "[]":
    case "[?]":
      return index(node, node.args, where, listener);
    case "list":
      return listOf(node.args.map((item) => at(item)));
    case "map":
      return mixed(node.args.flatMap((entry) => entry.map((part) => at(part))));
    case "!_": {
      const { truth, traces } = condition(node.args);
      return { ...conditionOf({ canBeTrue: truth.canBeFalse, canBeFalse: truth.canBeTrue }), traces };
    }
    case "-_": {
      const value = at(node.args);
      if (typeof value.literal === "number") return { ...value, ...literalValue(-value.literal) };
      demand(node.args, value, where, listener);
      demandKinds(node.args, value, ["number"], "`-`", where, listener);
      const { least, most } = domainOf(value, where.facts) ?? { least: -Infinity, most: Infinity };
      const negative = computed({ type: "number", minimum: -most, maximum: -least }, [value]);
      return { ...negative, ...(value.isInteger === true && { isInteger: true }) };
    }
    case "&&": {
      const left = condition(node.args[0]);
      const right = condition(node.args[1], factsOf(node.args[0], true, where.names));
      return conditionOf({
        canBeTrue: left.truth.canBeTrue && right.truth.canBeTrue,
        canBeFalse: left.truth.canBeFalse || right.truth.canBeFalse,
      });
    }
    case "||": {
      const left = condition(node.args[0]);
      const right = condition(node.args[1], factsOf(node.args[0], false, where.names));
      return conditionOf({
        canBeTrue: left.truth.canBeTrue || right.truth.canBeTrue,
        canBeFalse: left.truth.canBeFalse && right.truth.canBeFalse,
      });
    }
    case "?:": {
      const [test, yes, no] = node.args;
      condition(test);
      const values = [at(yes, factsOf(test, true, where.names)), at(no, factsOf(test, false, where.names))];
      const [a, b] = values as [Value, Value];
      const shape = a.shape && b.shape && union([a.shape, b.shape]);
      const truth = {
        canBeTrue: a.truth.canBeTrue || b.truth.canBeTrue,
        canBeFalse: a.truth.canBeFalse || b.truth.canBeFalse,
      };
      return { ...mixed(values), shape, truth, ...(a.isInteger && b.isInteger && { isInteger: true }) };
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
      if (node.op !== "==" && node.op !== "!=") checkSides(node, left, right, where, listener);
      const truth = compared(node.op, left, right, where.facts);
      checkCondition(node, left, right, truth, where.facts, listener.report);
      return conditionOf(truth);
    }
    case "call":
      return called(node, node.args[0], node.args[1], where, listener);
    case "rcall":
      return method(node, where, listener);
    default: {
      // What is left is arithmetic.
      const [left, right] = node.args.map((part) => {
        const value = at(part);
        demand(part, value, where, listener);
        return value;
      }) as [Value, Value];
      checkSides(node, left, right, where, listener);
      return arithmetic(node, left, right, where.facts, listener.report);
    }
  }
}

/** A value that is written out. */
function written(node: ExpressionNode & { op: "value" }, { report }: Listener): Value {
  const { args: value } = node;
  if (typeof value === "bigint") {
    // Beyond, neither JSON nor a double is exact.
    if (value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER) {
      report("may-fail", node, {
        what: String(value),
        because: "it is larger than JSON's numbers are exact",
        fix: "use a smaller number.",
      });
    }
    return { ...literalValue(Number(value)), isInteger: true };
  }
  if (typeof value !== "object" || value === null) return literalValue(value as Literal);
  const what = "a number with u or a text with b";
  report("may-fail", node, { what, because: "JSON has no such values", fix: "write it as a plain number or text." });
  return UNKNOWN;
}

/** A list that is written out. */
function listOf(items: readonly Value[]): Value {
  const shapes = items.map(({ shape }) => shape);
  const isKnown = shapes.every((shape) => shape !== undefined) && shapes.length > 0;
  const item = { ...mixed(items), ...(isKnown && { shape: union(shapes as Shape[]) }) };
  return { ...mixed(items), items, item };
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

/** Reports a value that may be null where null fails, or of several types where only one fits. */
export function demand(
  node: ExpressionNode,
  value: Value,
  { facts }: Surroundings,
  { report }: Listener,
  isAny = false,
): void {
  const { shape, path } = value;
  if (shape === undefined || value.isOptional === true) return;
  const kinds = kindsOf(narrow(shape, path, facts));
  if (kinds.has("null") && value.literal !== null) report("unguarded-null", node, { path: path ?? "the value" });
  const others = [...kinds].filter((kind) => kind !== "null");
  if (others.length < 2 || isAny) return;
  const because = `it is ${inWords(new Set(others))}, and not each of them fits`;
  report("may-fail", node, { what: quoted(path), because, fix: "compare it with `==` or `in` only." });
}

const quoted = (path: string | undefined): string => (path === undefined ? "the value" : JSON.stringify(path));

/** Reports what is used as a condition and is none, as far as its schema tells. */
export function demandBoolean(node: ExpressionNode, value: Value, where: Surroundings, listener: Listener): void {
  if (value.shape === undefined) return;
  const kinds = kindsOf(narrow(value.shape, value.path, where.facts));
  const others = [...kinds].filter((kind) => kind !== "boolean" && kind !== "null");
  if (others.length > 0 || !kinds.has("boolean")) {
    listener.report("wrong-result", node, { got: inWords(kinds), want: "true or false" });
  } else demand(node, value, where, listener);
}

function named(node: ExpressionNode, name: string, { names }: Surroundings, listener: Listener): Value {
  const value = names.get(name);
  listener.use(name);
  if (value !== undefined) return value;
  const known = [...names.keys()];
  listener.report("unknown-name", node, { name, known, suggestion: didYouMean(name, known) });
  return UNKNOWN;
}
