import { annotatedFormats, type FormatTable } from "./format/format.ts";
import { standardFormats } from "./format/standard.ts";
import type { LoadOptions } from "./load/library.ts";
import type { Budget } from "./solve/solver.ts";

/** `as-written` compares the schemas as they are; `contract` a strict writer with a tolerant reader. */
export type ContentModel = "as-written" | "contract";

export interface Options extends LoadOptions {
  /** Other documents of the first (or older) schema alone, instead of `documents`. */
  readonly firstDocuments?: LoadOptions["documents"];
  /** Other documents of the second (or newer) schema alone, instead of `documents`. */
  readonly secondDocuments?: LoadOptions["documents"];
  /** Default `as-written`. */
  readonly model?: ContentModel;
  /** How `format` is judged, or "annotate" when it says nothing. Default: the standard formats. */
  readonly formats?: FormatTable | "annotate";
  /**
   * Up to draft-07 a sibling of `$ref` is ignored, but ajv and others obey it. By default an answer must hold either
   * way; "ignored" asks about the drafts alone.
   */
  readonly refSiblings?: "ignored" | "either";
  /** Whether a yes says why. Telling takes about as long as proving. Default true. */
  readonly reasons?: boolean;
  /** Past it the answer is "unknown". Default 20,000 cases and 2,000 milliseconds of processor time. */
  readonly budget?: Partial<Budget>;
}

export function formatsOf(options: Options): FormatTable {
  if (options.formats === "annotate") return annotatedFormats;
  return options.formats ?? standardFormats;
}
