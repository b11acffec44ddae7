import type { Expression } from "../expression/expression.ts";
import { mayBeEmpty } from "./bounds.ts";
import type { Spot } from "./expressions.ts";
import type { Facts } from "./facts.ts";
import type { Listener } from "./infer.ts";
import { inWords } from "./literals.ts";
import { secretIn } from "./marks.ts";
import { kindsOf } from "./shape.ts";
import type { Value } from "./value.ts";

/** Whether what comes out of an expression is what its place wants; `type` is what CEL says of it. */
export function checkResult(
  { want, kind }: Spot,
  tree: Expression["tree"],
  value: Value,
  type: string | undefined,
  facts: Facts,
  { report }: Listener,
): void {
  if (value.isOptional === true || type?.startsWith("optional") === true) {
    report("unguarded-optional", tree, { path: value.path ?? "the expression" });
    return;
  }
  const kinds = value.shape === undefined ? undefined : kindsOf(value.shape);
  const got = kinds === undefined ? String(type) : inWords(kinds);
  const isTyped = type !== undefined && type !== "dyn";
  if (want === "boolean" && isTyped && type !== "bool") report("wrong-result", tree, { got, want: "true or false" });
  if (want === "boolean" && !(value.truth.canBeTrue && value.truth.canBeFalse)) {
    const always = value.truth.canBeTrue;
    // `true` says what it does.
    if (!always || tree.op !== "value")
      report("constant-condition", tree, {
        always,
        because: tree.op === "value" ? "it is written so" : "of its parts together",
      });
  }
  const isScalar =
    kinds === undefined
      ? value.isComputed !== true || PRINTABLE.has(String(type))
      : !kinds.has("array") && !kinds.has("object");
  const mayBeNull = kinds?.has("null") === true;
  if ((want === "key" || kind === "template") && !isScalar) {
    if (want === "key") report("wrong-result", tree, { got, want: "a text or number" });
    else report("unprintable-value", tree, { path: value.path ?? "the expression", got });
  } else if ((want === "key" || kind === "template") && mayBeNull) {
    report("unguarded-null", tree, { path: value.path ?? "the expression" });
  }
  if (want !== "key" || !isScalar || mayBeNull) return;
  if (isTyped && !["string", "double", "int"].includes(String(type))) {
    report("wrong-result", tree, { got, want: "a text or number" });
  } else if (type !== "double" && type !== "int" && isEmptyAtTimes(value, facts)) {
    report("wrong-result", tree, {
      got: "a text that may be empty",
      want: "one that is not: join it to another, or ask for it in `when`",
    });
  }
}

/** Types that have a text, where no schema says more. */
const PRINTABLE: ReadonlySet<string> = new Set([
  "string",
  "double",
  "int",
  "bool",
  "google.protobuf.Timestamp",
  "google.protobuf.Duration",
]);

function isEmptyAtTimes({ shape, path, isComputed }: Value, facts: Facts): boolean {
  // Of what has an error already nothing more is said.
  if (shape === undefined) return isComputed === true;
  if (!mayBeEmpty(shape)) return false;
  const known = path === undefined ? undefined : facts.get(path);
  const length = path === undefined ? undefined : facts.get(`size(${path})`)?.least;
  return !(known?.not?.has("") === true || (known?.values !== undefined && !known.values.has("")) || (length ?? 0) > 0);
}

/** Whether an expression lets out what is personal or secret. */
export function checkTraces(
  { shownIn, path, want }: Spot,
  tree: Expression["tree"],
  { traces, shape }: Value,
  { report }: Listener,
): void {
  const where = shownIn ?? (want === "key" ? path.at(-1) : path[0] === "context" ? "address" : undefined);
  if (where !== undefined) {
    // Keys and addresses stand in logs.
    for (const { path: field, classification } of traces)
      report("sensitive-text", tree, { path: field, classification, where: String(where) });
    return;
  }
  if (path[0] !== "task") return;
  for (const { path: field, classification } of traces)
    if (classification === "secret")
      report("sensitive-text", tree, { path: field, classification, where: "parameters" });
  const inside = shape === undefined ? undefined : secretIn(shape);
  if (inside !== undefined)
    report("sensitive-text", tree, { path: inside, classification: "secret", where: "parameters" });
}
