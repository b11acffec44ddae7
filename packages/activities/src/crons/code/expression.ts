/** An expression of a program, as far as the readers of schedules look at it; the same for JavaScript and Python. */
export type Expression =
  | { readonly kind: "text"; readonly value: string; readonly at: Span }
  | { readonly kind: "number"; readonly value: number; readonly at: Span }
  | { readonly kind: "name"; readonly name: string; readonly at: Span }
  | { readonly kind: "member"; readonly object: Expression; readonly name: string; readonly at: Span }
  | Call
  | { readonly kind: "record"; readonly entries: ReadonlyMap<string, Expression>; readonly at: Span }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly at: Span }
  | { readonly kind: "other"; readonly at: Span };

export interface Call {
  readonly kind: "call";
  readonly callee: Expression;
  readonly args: readonly Expression[];
  /** Arguments by keyword (Python). */
  readonly named: ReadonlyMap<string, Expression>;
  readonly at: Span;
}

/** Offsets in the text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A name that a file takes from a module. */
export interface Imported {
  readonly module: string;
  /** "default", "*", or the name in the module. */
  readonly name: string;
}

/** A program, as far as schedules are concerned. */
export interface Program {
  readonly text: string;
  /** Local name → where it comes from. */
  readonly imports: ReadonlyMap<string, Imported>;
  /** Names that are set once, to a value that is written out. */
  readonly constants: ReadonlyMap<string, Expression>;
  /** Every call, those in other calls too, in the order of the text; Python's decorators are calls. */
  readonly calls: readonly (Call & { readonly decorates?: string })[];
  /** Assignments to names and attributes, by their path: `app.conf.beat_schedule`. */
  readonly assignments: readonly { readonly path: string; readonly value: Expression }[];
}

/** The value of a name, or of an entry of a named record, where it is set once; else the expression itself. */
export function resolved(expression: Expression | undefined, program: Program): Expression | undefined {
  const path = expression && pathOf(expression);
  if (expression === undefined || path === undefined) return expression;
  const value = program.constants.get(path);
  if (value !== undefined || expression.kind !== "member") return value ?? expression;
  const object = resolved(expression.object, program);
  return (object?.kind === "record" ? object.entries.get(expression.name) : undefined) ?? expression;
}

/** `a.b.c` of names and members; undefined for anything else. */
export function pathOf(expression: Expression): string | undefined {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "member") return undefined;
  const object = pathOf(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}

/** What a callee is in its module: `schedule` of `cron.schedule` where `cron` is imported whole; undefined if it is not imported. */
export function importOf(callee: Expression, { imports }: Program): Imported | undefined {
  if (callee.kind === "name") return imports.get(callee.name);
  if (callee.kind !== "member") return undefined;
  const path = pathOf(callee);
  for (const [local, { module, name }] of imports) {
    if (path?.startsWith(`${local}.`) === true) {
      const rest = path.slice(local.length + 1);
      return { module, name: name === "default" || name === "*" ? rest : `${name}.${rest}` };
    }
  }
  return undefined;
}

/** The text of an expression, on one line and not too long. */
export function textOf({ text }: Program, { at }: Expression): string {
  const line = text.slice(at.from, at.to).replaceAll(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}

/** The 1-based line of an expression. */
export function lineOf({ text }: Program, { at }: Expression): number {
  let line = 1;
  for (let i = text.indexOf("\n"); i !== -1 && i < at.from; i = text.indexOf("\n", i + 1)) line++;
  return line;
}
