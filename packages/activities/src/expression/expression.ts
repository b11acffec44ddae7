import type { ASTNode, Environment, ParseError } from "@marcbachmann/cel-js";
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
const environment = numericEnvironment(false);
for (const name of VARIABLES) environment.registerVariable(name, "dyn");

/** Reads an expression. Throws `ExpressionError`. */
export function compile(text: string): Expression {
  const parsed = guarded(text, () => environment.parse(text));
  return { text, tree: parsed.ast, evaluate: (scope) => guarded(text, () => plain(parsed(scope))) };
}

/** What is wrong with an expression's types. */
export interface TypeProblem {
  readonly message: string;
  readonly offset: number;
}

/** What CEL would say of the types before it evaluates anything: as long as it does, no evaluation succeeds. */
export function typeProblem(text: string): TypeProblem | undefined {
  return problemIn(environment.check(text));
}

/** In words, what CEL's own check of types found. */
export function problemIn({ valid, error }: ReturnType<Environment["check"]>): TypeProblem | undefined {
  if (valid) return undefined;
  const message = (error?.summary ?? "it is not typed").replaceAll(/Object\d+/g, "object");
  return { message, offset: error?.range?.start ?? 0 };
}

function guarded<T>(text: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { summary, range } = error as ParseError;
    const { code } = error as { readonly code?: string };
    // The library's message repeats the expression with a marker; some of its summaries repeat values, which may be personal.
    const message = (code === undefined ? undefined : WORDS[code]) ?? summary ?? error.message;
    throw new ExpressionError(text, range?.start ?? 0, message, error);
  }
}

/** What failed, without the value that it failed on. */
const WORDS: Readonly<Record<string, string>> = {
  bool_conversion_error: "bool() got a text that is neither true nor false",
  invalid_duration: "duration() got a text that is no duration",
  invalid_regular_expression: "matches() got a text that is no regular expression",
  no_such_key: "there is no such key or item",
};

const DURATION = "[object google.protobuf.Duration]";

/** Integers of CEL as numbers, times and durations as texts. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Object.prototype.toString.call(value) === DURATION) return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
