import { type ActivityCode, type ActivityParams, describe, WARNINGS } from "./table.ts";

/** A problem in a definition: of the same form as a contract's, with codes of its own. */
export interface ActivityDiagnostic {
  readonly code: ActivityCode;
  readonly severity: "error" | "warning";
  /** Path of the definition's file, as it was given. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** JSON Pointer into the definition. */
  readonly pointer: string;
  /** What was found and what was wanted. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** Where in a definition a problem is. */
export interface Place {
  readonly file: string;
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
}

export function problem<Code extends ActivityCode>(
  code: Code,
  { file, line, column, pointer }: Place,
  params: ActivityParams<Code>,
): ActivityDiagnostic {
  const severity = WARNINGS.has(code) ? "warning" : "error";
  return { code, severity, file, line, column, pointer, ...describe(code, params) };
}
