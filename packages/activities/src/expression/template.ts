import { compile, type Expression, ExpressionError, type Scope } from "./expression.ts";

/** A text with expressions in it: `Set up {{ event.data.slug }}`. */
export interface Template {
  readonly text: string;
  readonly parts: readonly (string | Hole)[];
}

/** An expression in a template, and where it begins in its text. */
export interface Hole {
  readonly expression: Expression;
  readonly offset: number;
}

/** Reads a template. Throws `ExpressionError`, its offset that in the template. */
export function compileTemplate(text: string): Template {
  const parts: (string | Hole)[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf("{{", at);
    const literal = open === -1 ? text.slice(at) : text.slice(at, open);
    if (literal !== "") parts.push(literal);
    if (open === -1) return { text, parts };
    const { hole, end } = readHole(text, open + 2);
    parts.push(hole);
    at = end;
  }
}

/** The braces that end a hole are the first that leave an expression: a CEL map or text may hold braces too. */
function readHole(text: string, start: number): { hole: Hole; end: number } {
  let failed: ExpressionError | undefined;
  for (let close = text.indexOf("}}", start); close !== -1; close = text.indexOf("}}", close + 1)) {
    try {
      return { hole: { expression: compile(text.slice(start, close)), offset: start }, end: close + 2 };
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      failed ??= new ExpressionError(text, start + error.offset, error.message, error);
    }
  }
  throw failed ?? new ExpressionError(text, start - 2, "`{{` is not closed by `}}`");
}

/** The text with each hole filled, by `show` where it is given. Throws `ExpressionError`. */
export function render(template: Template, scope: Scope, show: (text: string) => string = (text) => text): string {
  return template.parts
    .map((part) => {
      if (typeof part === "string") return part;
      const value = part.expression.evaluate(scope);
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
        return show(String(value));
      const got = value === null ? "null" : Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
      throw new ExpressionError(part.expression.text, 0, `got ${got}, want a text, number or boolean to show`);
    })
    .join("");
}
