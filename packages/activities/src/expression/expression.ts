import type { ASTNode, ParseError } from "@marcbachmann/cel-js";
import { numericEnvironment, VARIABLES } from "./environment.ts";

/** A node of an expression's syntax tree, with its offsets in the text. */
export type ExpressionNode = ASTNode;

/** What names stand for. */
export type Scope = Readonly<Record<string, unknown>>;

/** A CEL expression, ready to be evaluated. */
export interface Expression {
  readonly text: string;
  readonly tree: ExpressionNode;
  /** The value, as JSON has it where it can. Throws `ExpressionError`: a failing expression is never false. */
  evaluate(scope: Scope): unknown;
}

/** An expression that cannot be read, or that failed on a value. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
  readonly text: string;
  /** Where in the text. */
  readonly offset: number;

  constructor(text: string, offset: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.text = text;
    this.offset = offset;
  }
}

// Of unknown types: the values are JSON, and were checked against their schemas.
const environment = numericEnvironment();
for (const name of VARIABLES) environment.registerVariable(name, "dyn");

/** Reads an expression. Throws `ExpressionError`. */
export function compile(text: string): Expression {
  const parsed = guarded(text, () => environment.parse(text));
  return { text, tree: parsed.ast, evaluate: (scope) => plain(guarded(text, () => parsed(scope))) };
}

function guarded<T>(text: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { summary, range } = error as ParseError;
    // The library's message repeats the expression with a marker, and values in it.
    throw new ExpressionError(text, range?.start ?? 0, summary ?? error.message, error);
  }
}

/** Integers of CEL as numbers, times and durations as texts. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  return value;
}
