import { didYouMean } from "@statehub/contract-tools";
import type { ExpressionNode } from "../expression/expression.ts";
import { type Facts, NO_FACTS } from "./facts.ts";
import type { Report } from "./infer.ts";
import { inWords, kindOf, type Literal } from "./literals.ts";
import { type Domain, domainOf, EITHER, equality, order, type Truth, type Value } from "./value.ts";

type Comparison = "==" | "!=" | "in" | "<" | "<=" | ">" | ">=";

/** Which outcomes a comparison can have. */
export function compared(operator: Comparison, left: Value, right: Value, facts: Facts): Truth {
  const [a, b] = [domainOf(left, facts), domainOf(right, facts)];
  switch (operator) {
    case "==":
      return equality(a, b);
    case "!=": {
      const { canBeTrue, canBeFalse } = equality(a, b);
      return { canBeTrue: canBeFalse, canBeFalse: canBeTrue };
    }
    case "in":
      return membership(a, right, facts);
    default:
      return order(operator, a, b);
  }
}

function membership(left: Domain | undefined, { items }: Value, facts: Facts): Truth {
  if (left === undefined || items === undefined) return EITHER;
  const outcomes = items.map((item) => equality(left, domainOf(item, facts)));
  const literals = items.map(({ literal }) => literal);
  const isCovered =
    left.members !== undefined && !left.isExtensible && left.members.every((one) => literals.includes(one));
  return { canBeTrue: outcomes.some(({ canBeTrue }) => canBeTrue), canBeFalse: !isCovered };
}

/** Reports literals that are no members, types that never compare, and comparisons with one outcome only. */
export function checkCondition(
  node: ExpressionNode & { op: Comparison },
  left: Value,
  right: Value,
  truth: Truth,
  facts: Facts,
  report: Report,
): void {
  const [leftNode, rightNode] = node.args;
  if (node.op === "==" || node.op === "!=" || node.op === "in") {
    const isFound =
      node.op === "in" && rightNode.op === "list"
        ? (right.items ?? [])
            .map((item, i) => checkLiteral(left, item, rightNode.args[i] ?? node, report))
            .includes(true)
        : node.op !== "in" &&
          [checkLiteral(left, right, rightNode, report), checkLiteral(right, left, leftNode, report)].includes(true);
    if (isFound) return;
  }
  if (truth.canBeTrue && truth.canBeFalse) return;
  const always = truth.canBeTrue;
  const alone = compared(node.op, left, right, NO_FACTS);
  const isByFacts = alone.canBeTrue && alone.canBeFalse;
  // What repeats an earlier condition does no harm.
  if (isByFacts && always) return;
  const because = [left, right].flatMap((value) => reason(value, isByFacts ? facts : NO_FACTS)).join(", and ");
  report("constant-condition", node, {
    always,
    because: (because || "of what its sides can be") + (isByFacts ? ", as was asked before" : ""),
  });
}

/** Whether a text was reported that the other side never is. */
function checkLiteral({ shape, path }: Value, { literal }: Value, node: ExpressionNode, report: Report): boolean {
  if (shape === undefined || literal === undefined || literal === null) return false;
  const domain = domainOf({ shape, truth: EITHER, traces: [] }, NO_FACTS);
  if (domain === undefined || path === undefined || domain.members?.includes(literal)) return false;
  if (domain.members === undefined) {
    if (domain.kinds.has(kindOf(literal)) || domain.kinds.size === 0) return false;
    const [left, right] = [`${path} (${inWords(domain.kinds)})`, JSON.stringify(literal)];
    report("wrong-type", node, { left, right, operator: "and" });
    return true;
  }
  const members = domain.members.map(shown);
  const texts = domain.members.filter((member): member is string => typeof member === "string");
  const suggestion = typeof literal === "string" ? didYouMean(literal, texts) : undefined;
  report("wrong-literal", node, { path, got: shown(literal), members, suggestion });
  return true;
}

const shown = (value: Literal): string => JSON.stringify(value);

function reason(value: Value, facts: Facts): string[] {
  const domain = domainOf(value, facts);
  if (domain === undefined || value.path === undefined) return [];
  if (domain.members !== undefined) return [`${value.path} is ${domain.members.map(shown).join(" or ") || "nothing"}`];
  const limits = [
    ...(domain.least === -Infinity ? [] : [`at least ${domain.least}`]),
    ...(domain.most === Infinity ? [] : [`at most ${domain.most}`]),
  ];
  return [`${value.path} is ${limits.join(" and ") || inWords(domain.kinds)}`];
}
