import { type DiagnosticCode, type DiagnosticParams, describe } from "./table.ts";

/** A problem in a contract. Problems are values, never thrown: a run collects and reports all of them. */
export interface Diagnostic {
  /** Stable identifier of the kind of problem, for example `missing-reference`. */
  readonly code: DiagnosticCode;
  readonly severity: "error" | "warning";
  /** Path of the file, relative to the repository's root, with forward slashes. */
  readonly file: string;
  /** 1-based line and column of the place in the file; 1:1 where the problem is the file itself. */
  readonly line: number;
  readonly column: number;
  /** JSON Pointer of the place in the file; "" is the whole document. */
  readonly pointer: string;
  /** What was found and what was wanted, in lower case. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  /** The change that puts it right, where there is only one. */
  readonly edit?: Edit;
}

/** A change of a file: the value that belongs at a pointer, or what stands there taken out. */
export type Edit =
  | { readonly pointer: string; readonly value: unknown }
  | { readonly pointer: string; readonly remove: true };

/** Where in which file a problem is. */
export interface Place {
  readonly file: string;
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
}

/** Makes a diagnostic of a code of the table, which supplies the words. */
export function diagnostic<Code extends DiagnosticCode>(
  code: Code,
  place: Place,
  params: DiagnosticParams<Code>,
  edit?: Edit,
): Diagnostic {
  const { file, line, column, pointer } = place;
  const found: Diagnostic = { code, severity: "error", file, line, column, pointer, ...describe(code, params) };
  return edit === undefined ? found : { ...found, edit };
}

/** The place of a problem that has no line: a folder, or a file that could not be read. */
export function wholeFile(file: string): Place {
  return { file, pointer: "", line: 1, column: 1 };
}
