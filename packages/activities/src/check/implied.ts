import type { ExpressionNode } from "../expression/expression.ts";
import { both, either, type Fact, type Facts, fact, NO_FACTS } from "./facts.ts";
import type { Literal } from "./literals.ts";
import { memberPath, type Value } from "./value.ts";

type Names = ReadonlyMap<string, Value>;

/** What is known where a condition turned out true, or false. */
export function factsOf(node: ExpressionNode, outcome: boolean, names: Names): Facts {
  switch (node.op) {
    case "!_":
      return factsOf(node.args, !outcome, names);
    case "&&":
    case "||": {
      const [left, right] = node.args.map((part) => factsOf(part, outcome, names)) as [Facts, Facts];
      return (node.op === "&&") === outcome ? both(left, right) : either(left, right);
    }
    case "call": {
      const [field] = node.args[1];
      if (node.args[0] !== "has" || field === undefined || !outcome) return NO_FACTS;
      return about(field, names, { isPresent: true });
    }
    case "rcall": {
      const [name, text, [pattern]] = node.args;
      if (name !== "matches" || !outcome || pattern?.op !== "value" || typeof pattern.args !== "string")
        return NO_FACTS;
      return about(text, names, { isPresent: true, isNull: false, matches: new Set([pattern.args]) });
    }
    case "==":
    case "!=":
      return comparison(node.args, (node.op === "==") === outcome, names);
    case "in": {
      const [value, list] = node.args;
      if (list.op !== "list") return outcome ? held(value, list, names) : NO_FACTS;
      const values = list.args.map(literalOf);
      if (values.some((item) => item === undefined)) return NO_FACTS;
      const set = new Set(values as Literal[]);
      return about(value, names, outcome ? { isPresent: true, isNull: false, values: set } : { not: set });
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
      return bounds(node.op, node.args, outcome, names);
    default:
      return outcome
        ? about(node, names, { isPresent: true, values: new Set([true]) })
        : about(node, names, { values: new Set([false]) });
  }
}

/** `"name" in map`: the map has the field. */
function held(name: ExpressionNode, map: ExpressionNode, names: Names): Facts {
  const path = pathOf(map, names);
  const key = literalOf(name);
  return path === undefined || typeof key !== "string" ? NO_FACTS : fact(memberPath(path, key), { isPresent: true });
}

function comparison([left, right]: readonly [ExpressionNode, ExpressionNode], isEqual: boolean, names: Names): Facts {
  // null is a literal too.
  const isRight = literalOf(right) !== undefined;
  const literal = literalOf(isRight ? right : left);
  const value = isRight ? left : right;
  if (literal === undefined) return NO_FACTS;
  if (literal === null) return about(value, names, { isPresent: true, isNull: isEqual });
  const known: Fact = isEqual
    ? { isPresent: true, isNull: false, values: new Set([literal]) }
    : { isPresent: true, not: new Set([literal]) };
  return about(value, names, known);
}

type Order = "<" | "<=" | ">" | ">=";

const MIRRORED: Readonly<Record<Order, Order>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };
const NEGATED: Readonly<Record<Order, Order>> = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" };

function bounds(
  operator: Order,
  [left, right]: readonly [ExpressionNode, ExpressionNode],
  outcome: boolean,
  names: Names,
): Facts {
  const limit = literalOf(right) ?? literalOf(left);
  if (typeof limit !== "number") return NO_FACTS;
  const isMirrored = literalOf(right) === undefined;
  const value = isMirrored ? right : left;
  const facing = isMirrored ? MIRRORED[operator] : operator;
  const held = outcome ? facing : NEGATED[facing];
  // Lengths are whole numbers: more than 0 is at least 1. Of other numbers the bound itself is kept.
  const step = pathOf(value, names)?.startsWith("size(") ? 1 : 0;
  const known = held.startsWith(">")
    ? { least: held === ">" ? limit + step : limit }
    : { most: held === "<" ? limit - step : limit };
  return about(value, names, { isPresent: true, isNull: false, ...known });
}

/** A fact about what a node names, and that all on the way to it is there. */
function about(node: ExpressionNode, names: Names, known: Fact): Facts {
  const path = pathOf(node, names);
  if (path === undefined) return NO_FACTS;
  const way =
    node.op === "." || node.op === "[]" ? about(node.args[0], names, { isPresent: true, isNull: false }) : NO_FACTS;
  return both(way, fact(path, known));
}

/** The path that a node writes, with bound names replaced. */
function pathOf(node: ExpressionNode, names: Names): string | undefined {
  if (node.op === "id") return names.get(node.args)?.path;
  if (node.op === ".") {
    const parent = pathOf(node.args[0], names);
    return parent === undefined ? undefined : memberPath(parent, node.args[1]);
  }
  if (node.op === "[]") {
    const [parent, key] = [pathOf(node.args[0], names), literalOf(node.args[1])];
    if (parent === undefined || (typeof key !== "number" && typeof key !== "string")) return undefined;
    return typeof key === "string" ? memberPath(parent, key) : `${parent}[${key}]`;
  }
  const isSize = (node.op === "call" && node.args[0] === "size") || (node.op === "rcall" && node.args[0] === "size");
  if (!isSize) return undefined;
  const inner = node.op === "call" ? node.args[1][0] : (node.args[1] as ExpressionNode);
  const path = inner && pathOf(inner, names);
  return path === undefined ? undefined : `size(${path})`;
}

export function literalOf(node: ExpressionNode): Literal | undefined {
  if (node.op === "-_") {
    const value = literalOf(node.args);
    return typeof value === "number" ? -value : undefined;
  }
  if (node.op !== "value") return undefined;
  if (typeof node.args === "bigint") return Number(node.args);
  return typeof node.args === "object" && node.args !== null ? undefined : (node.args as Literal);
}
