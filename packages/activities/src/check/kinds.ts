import type { ExpressionNode } from "../expression/expression.ts";
import type { Listener, Surroundings } from "./infer.ts";
import { inWords, type Kind } from "./literals.ts";
import { kindsOf } from "./shape.ts";
import { narrow, type Value } from "./value.ts";

type Wanted = readonly Kind[];

const TEXT: Wanted = ["string"];

/** What functions take, where CEL may not know the type: the items of a tuple, the entries of a map. */
const FUNCTIONS: Readonly<Record<string, Wanted>> = {
  size: ["string", "array", "object"],
  int: ["number", "string"],
  double: ["number", "string"],
  bool: ["boolean", "string"],
  timestamp: TEXT,
  duration: TEXT,
  bytes: TEXT,
  string: ["string", "number", "boolean"],
};

const OF_TEXTS: ReadonlySet<string> = new Set(
  "startsWith endsWith contains matches split indexOf lastIndexOf substring lowerAscii upperAscii trim".split(" "),
);

const OF_OPTIONALS: ReadonlySet<string> = new Set(["orValue", "or", "value", "hasValue"]);

/** Methods whose first argument is a text. */
const WITH_TEXT: ReadonlySet<string> = new Set(
  "startsWith endsWith contains matches split indexOf lastIndexOf join".split(" "),
);

/** Reports arguments of a kind that a function does not take. */
export function checkArguments(
  name: string,
  nodes: readonly ExpressionNode[],
  values: readonly Value[],
  where: Surroundings,
  listener: Listener,
): void {
  const wanted = FUNCTIONS[name];
  const [node, value] = [nodes[0], values[0]];
  if (wanted === undefined || node === undefined || value === undefined) return;
  // timestamp(1) takes CEL's own integers.
  if (name === "timestamp" && value.isInteger === true) return;
  demandKinds(node, value, wanted, `${name}()`, where, listener);
}

export function checkReceiver(
  name: string,
  [receiver, first]: readonly (ExpressionNode | undefined)[],
  [value, other]: readonly (Value | undefined)[],
  where: Surroundings,
  listener: Listener,
): void {
  const wanted: Wanted | undefined = OF_TEXTS.has(name) ? TEXT : name === "join" ? ["array"] : undefined;
  if (wanted && receiver && value) demandKinds(receiver, value, wanted, `${name}()`, where, listener);
  if (first && other && WITH_TEXT.has(name)) demandKinds(first, other, TEXT, `${name}()`, where, listener);
  else if (first && other?.isUntyped === true)
    listener.report("expression-type", first, {
      problem: `${name}() of an item of a tuple, whose type CEL cannot tell`,
    });
  const isOptional = value?.isOptional === true || value?.shape === undefined;
  if (OF_OPTIONALS.has(name) && receiver && !isOptional)
    listener.report("expression-type", receiver, { problem: `${name}() takes what \`.?\` or \`[?]\` gives` });
}

/** Reports sides of an operator that do not go together. */
export function checkSides(
  node: ExpressionNode & { readonly args: readonly [ExpressionNode, ExpressionNode] },
  left: Value,
  right: Value,
  where: Surroundings,
  listener: Listener,
): void {
  const { op } = node;
  if (op === "in") {
    demandKinds(node.args[1], right, ["array", "object"], "`in`", where, listener);
    return;
  }
  const wanted: Wanted =
    op === "+" ? ["number", "string", "array"] : /^[<>]/.test(op) ? ["number", "string", "boolean"] : ["number"];
  demandKinds(node.args[0], left, wanted, `\`${op}\``, where, listener);
  demandKinds(node.args[1], right, wanted, `\`${op}\``, where, listener);
  const [a, b] = [known(left, where), known(right, where)];
  if ((left.isUntyped === true && b === undefined) || (right.isUntyped === true && a === undefined)) {
    listener.report("expression-type", node, { problem: `\`${op}\` of an item of a tuple and what has another type` });
    return;
  }
  if (a === undefined || b === undefined || [...a].some((kind) => b.has(kind))) return;
  listener.report("expression-type", node, { problem: `${inWords(a)} ${op} ${inWords(b)}` });
}

/** Reports a value that may be of a kind that is not wanted. What is null is reported elsewhere. */
export function demandKinds(
  node: ExpressionNode,
  value: Value,
  wanted: Wanted,
  by: string,
  where: Surroundings,
  listener: Listener,
): void {
  const kinds = known(value, where);
  if (kinds === undefined || [...kinds].every((kind) => wanted.includes(kind))) return;
  listener.report("expression-type", node, { problem: `${by} does not take ${inWords(kinds)}` });
}

function known({ shape, path, isOptional }: Value, { facts }: Surroundings): ReadonlySet<Kind> | undefined {
  if (shape === undefined || isOptional === true) return undefined;
  const kinds = [...kindsOf(narrow(shape, path, facts))].filter((kind) => kind !== "null");
  return kinds.length === 0 ? undefined : new Set(kinds);
}
