import type { ExpressionNode } from "../expression/expression.ts";
import { lengthsOf } from "./bounds.ts";
import type { Facts } from "./facts.ts";
import type { Report } from "./infer.ts";
import { kindsOf, type Shape } from "./shape.ts";
import { computed, domainOf, mixed, narrow, type Value } from "./value.ts";

export type Operator = "+" | "-" | "*" | "/" | "%";

interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** What an integer of CEL holds. */
const LARGEST = 2 ** 63 - 1024;

/** The value of `left operator right`; a division by zero and an integer that overflows fail. */
export function arithmetic(
  node: ExpressionNode & { readonly op: Operator },
  left: Value,
  right: Value,
  facts: Facts,
  report: Report,
): Value {
  const [a, b] = [left, right].map(({ shape, path }) => shape && narrow(shape, path, facts));
  const only = (shape: Shape | undefined, kind: "string" | "number"): boolean =>
    shape !== undefined && [...kindsOf(shape)].every((one) => one === kind);
  if (node.op === "+" && a && b && only(a, "string") && only(b, "string")) return joined(left, right, a, b);
  if (node.op === "/" || node.op === "%") refuseZero(node, right, facts, report);
  if (!only(a, "number") || !only(b, "number")) return mixed([left, right]);
  const isInteger = left.isInteger === true && right.isInteger === true;
  const bounds = boundsOf(node.op, boundsOfValue(left, facts), boundsOfValue(right, facts), isInteger);
  if (isInteger && (bounds.least < -LARGEST || bounds.most > LARGEST)) {
    report("may-fail", node, {
      what: `\`${node.op}\``,
      because: "the result may be larger than an integer holds",
      fix: "calculate with double(…).",
    });
  }
  const { least, most } = bounds;
  return {
    ...computed({ type: "number", minimum: least, maximum: most }, [left, right]),
    ...(isInteger && { isInteger }),
  };
}

function boundsOfValue(value: Value, facts: Facts): Bounds {
  const { members, least, most } = domainOf(value, facts) ?? { members: undefined, least: -Infinity, most: Infinity };
  const numbers = members?.filter((one): one is number => typeof one === "number") ?? [];
  return numbers.length === 0 ? { least, most } : { least: Math.min(...numbers), most: Math.max(...numbers) };
}

function boundsOf(operator: Operator, a: Bounds, b: Bounds, isInteger: boolean): Bounds {
  switch (operator) {
    case "+":
      return bounds([a.least + b.least, a.most + b.most]);
    case "-":
      return bounds([a.least - b.most, a.most - b.least]);
    case "*":
      return bounds([a.least * b.least, a.least * b.most, a.most * b.least, a.most * b.most]);
    default: {
      const most = isInteger ? Math.max(Math.abs(a.least), Math.abs(a.most)) : Infinity;
      return { least: -most, most };
    }
  }
}

/** Infinity times zero is no number: nothing is known then. */
function bounds(ends: readonly number[]): Bounds {
  if (ends.some(Number.isNaN)) return { least: -Infinity, most: Infinity };
  return { least: Math.min(...ends), most: Math.max(...ends) };
}

function refuseZero(node: ExpressionNode & { op: Operator }, divisor: Value, facts: Facts, report: Report): void {
  const domain = domainOf(divisor, facts);
  const isNever =
    domain !== undefined &&
    ((divisor.path !== undefined && facts.get(divisor.path)?.not?.has(0) === true) ||
      (domain.members === undefined ? domain.least > 0 || domain.most < 0 : !domain.members.includes(0)));
  if (isNever) return;
  const path = divisor.path ?? "the divisor";
  report("may-fail", node, {
    what: `\`${node.op}\``,
    because: `${path} may be 0`,
    fix: `write \`${path} != 0 && …\`; cel.bind() gives a longer divisor a name.`,
  });
}

/** Times that a day becomes one by, when they are put behind it. */
const TIME = /^T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A text behind another: as long as both; behind a day, a time makes a `date-time`. */
function joined(left: Value, right: Value, a: Shape, b: Shape): Value {
  const isDay = a.variants.every(({ schemas }) => schemas.some(({ format }) => format === "date"));
  const isTime = isDay && typeof right.literal === "string" && TIME.test(right.literal);
  const minLength = shortest(a) + shortest(b);
  return computed({ type: "string", minLength, ...(isTime && { format: "date-time" }) }, [left, right]);
}

function shortest(shape: Shape): number {
  const all = shape.variants.flatMap(({ schemas }) => schemas);
  const literals = all.flatMap(({ const: value }) => (typeof value === "string" ? [[...value].length] : []));
  return literals.length === all.length && literals.length > 0 ? Math.min(...literals) : lengthsOf(shape).least;
}
