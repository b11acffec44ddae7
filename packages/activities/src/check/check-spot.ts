import type { DefinitionFile } from "../definition/definition.ts";
import { type ActivityDiagnostic, problem } from "../diagnostics/diagnostic.ts";
import { compile, type Expression, ExpressionError } from "../expression/expression.ts";
import { compileTemplate } from "../expression/template.ts";
import type { CelTypes } from "./cel-types.ts";
import { checkResult, checkTraces } from "./check-result.ts";
import type { Spot } from "./expressions.ts";
import type { Facts } from "./facts.ts";
import { demandBoolean, infer, type Listener, type PathRead } from "./infer.ts";
import { narrow, type Value } from "./value.ts";

/** A field of an event's data that a definition reads. */
export interface FieldUse {
  /** JSON Pointer into the data, with `*` for any item; "" is all of it. */
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
  readonly access: "read" | "whole";
}

/** What is known where an expression stands, and what is found out there. */
export interface Checking {
  readonly names: ReadonlyMap<string, Value>;
  readonly facts: Facts;
  readonly types: CelTypes;
  readonly reads: FieldUse[];
  readonly used: Set<string>;
}

/** Checks what stands at one place of a definition: an expression, or a text with some in it. */
export function checkSpot(
  file: DefinitionFile,
  spot: Spot,
  checking: Checking,
): { diagnostics: ActivityDiagnostic[]; expression?: Expression } {
  const place = (offset: number) => file.source.place(spot.path, offset);
  try {
    if (spot.kind === "expression") {
      const expression = compile(spot.text);
      return { diagnostics: checkExpression(file, spot, expression, 0, checking), expression };
    }
    const holes = compileTemplate(spot.text).parts.filter((part) => typeof part !== "string");
    return {
      diagnostics: holes.flatMap(({ expression, offset }) => checkExpression(file, spot, expression, offset, checking)),
    };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { diagnostics: [problem("expression-syntax", place(error.offset), { problem: error.message })] };
  }
}

function checkExpression(
  file: DefinitionFile,
  spot: Spot,
  { text, tree }: Expression,
  base: number,
  { names, facts, types, reads, used }: Checking,
): ActivityDiagnostic[] {
  const found = new Map<string, ActivityDiagnostic>();
  const unfit = new Map<string, ActivityDiagnostic>();
  const place = (offset: number) => file.source.place(spot.path, base + offset);
  const listener: Listener = {
    report(code, node, params) {
      // CEL's own words are better, where it has some.
      const late = code === "expression-type" ? unfit : found;
      // A part that is looked at more than once has its problem once.
      late.set(`${code} ${node.start} ${node.end}`, problem(code, place(node.start), params));
    },
    read({ pointer, node, access }: PathRead) {
      const { line, column } = place(node.start);
      const isKnown = reads.some((one) => one.pointer === pointer && one.line === line && one.column === column);
      if (!isKnown) reads.push({ pointer, line, column, access });
    },
    use: (name) => used.add(name),
    useField: (root, name) => used.add(`${root}.${name}`),
  };
  const value = infer(tree, { names, facts }, listener);
  if (spot.want === "boolean") demandBoolean(tree, value, { names, facts }, listener);
  const errors = [...found.values()].filter(({ severity }) => severity === "error");
  // What CEL would say of the same places is said already, and better.
  const verdict = errors.length === 0 ? types.check(text) : undefined;
  if (verdict?.problem !== undefined) {
    const { message, offset } = verdict.problem;
    found.set("type", problem("expression-type", place(offset), { problem: message }));
  } else if (errors.length === 0 && unfit.size > 0) {
    for (const [at, one] of unfit) found.set(at, one);
  } else if (verdict !== undefined) checkResult(spot, tree, narrowed(value, facts), verdict.type, facts, listener);
  checkTraces(spot, tree, value, listener);
  return [...found.values()];
}

/** A value less what the conditions before it exclude. */
function narrowed(value: Value, facts: Facts): Value {
  return value.shape === undefined ? value : { ...value, shape: narrow(value.shape, value.path, facts) };
}
