import type { Validate } from "./confirm/ajv.ts";
import type { Json } from "./json/json.ts";
import { type Library, load, type Siblings } from "./load/library.ts";
import { SchemaError } from "./load/location.ts";
import { closeDocument, closeSchema, type ModelOptions } from "./model/close.ts";
import { modelObstacle } from "./model/obstacles.ts";
import { openDocument, openSchema } from "./model/open.ts";
import type { Options } from "./options.ts";
import { BudgetError, type Obstacle } from "./solve/result.ts";
import type { Verdict } from "./verdict.ts";

/** One schema in one role. */
export interface Side {
  readonly library: Library;
  /** The schema as its author wrote it, for pointers. */
  readonly original: Library;
  /** Compiled when witnesses need them, each for the names that it knows. */
  readonly validators: { readonly names: ReadonlySet<string>; readonly validate: Validate }[];
}

/** Whether every instance of `a` is one of `b`. */
export interface Question {
  readonly a: Side;
  readonly b: Side;
  /** Why the content model does not apply to these schemas. */
  readonly obstacle: Obstacle | undefined;
}

/** A schema read once for all the roles that it plays. */
export interface Source {
  readonly original: Library;
  readonly writer: Side;
  readonly reader: Side;
  readonly obstacle: Obstacle | undefined;
}

export function sourceOf(schema: Json, options: Options, siblings: Siblings = "ignored"): Source {
  const original = load(schema, options, siblings);
  const side = (library: Library): Side => ({ library, original, validators: [] });
  if (options.model !== "contract") {
    const both = side(original);
    return { original, writer: both, reader: both, obstacle: undefined };
  }
  const { dialect } = original.root.resource;
  const rewritten = (
    whole: (schema: Json, options: ModelOptions) => Json,
    document: (schema: Json, options: ModelOptions) => Json,
  ): Side => side(load(whole(schema, { dialect }), options, siblings, (one) => document(one, { dialect })));
  return {
    original,
    writer: rewritten(closeSchema, closeDocument),
    reader: rewritten(openSchema, openDocument),
    obstacle: modelObstacle(original),
  };
}

export function ask(a: Source, b: Source): Question {
  return { a: a.writer, b: b.reader, obstacle: a.obstacle ?? b.obstacle };
}

export function unknown(keyword: string, pointer: string, reason: string): Verdict {
  return { answer: "unknown", keyword, pointer, reason };
}

/** Turns what cannot be decided into an answer. */
export function guard(decide: () => Verdict): Verdict {
  try {
    return decide();
  } catch (error) {
    if (error instanceof SchemaError) return unknown(error.keyword, error.pointer, error.message);
    if (error instanceof BudgetError) return unknown("budget", "", error.message);
    // The stack is used up, a text would be longer than texts can be, or a number is none that JSON can write.
    if (error instanceof RangeError)
      return unknown("budget", "", /call stack/i.test(error.message) ? "too deep" : error.message);
    throw error;
  }
}
