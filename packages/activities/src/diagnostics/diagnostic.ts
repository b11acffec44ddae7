import type { Diagnostic } from "@statehub/contract-tools";
import { type ActivityCode, type ActivityParams, describe, WARNINGS } from "./table.ts";

/** A problem in a definition: of the same form as a contract's, with codes of its own. */
export interface ActivityDiagnostic extends Omit<Diagnostic, "code" | "edit"> {
  readonly code: ActivityCode;
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
