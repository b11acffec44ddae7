import type { Diagnostic, Place } from "../../diagnostics/diagnostic.ts";
import type { GateReport } from "../gate.ts";
import { isShown } from "./verdict-words.ts";

/** One thing to show at a line of a file. */
export interface Finding extends Place {
  readonly rule: string;
  readonly level: "error" | "warning" | "note";
  readonly message: string;
}

/** What is worth knowing, and no problem. */
export interface Note extends Place {
  readonly rule: string;
  readonly message: string;
}

/** All problems; notes, and each change that is no problem, as notes. */
export function findingsOf(
  report: GateReport | undefined,
  diagnostics: readonly Diagnostic[],
  notes: readonly Note[],
): Finding[] {
  const problems = diagnostics.map(({ code, severity, message, fix, file, line, column, pointer }): Finding => {
    const end = /[.?]$/.test(message) ? "" : ".";
    return { rule: code, level: severity, message: `${message}${end} To do: ${fix}`, file, line, column, pointer };
  });
  const changes = (report?.events ?? []).filter(isShown).flatMap(({ type, changes }) =>
    changes.flatMap(({ kind, location, sentence, backward, forward, new: place }): Finding[] => {
      // What breaks is a problem already, and what is gone has no line to stand at.
      if (place === undefined || backward !== "none" || forward !== "none") return [];
      const at = location === undefined ? "" : ` ${location || "/"}`;
      return [{ rule: kind, level: "note", message: `${type}${at}: ${sentence}`, ...place }];
    }),
  );
  return [...problems, ...notes.map((note): Finding => ({ ...note, level: "note" })), ...changes];
}

/** Findings as a SARIF 2.1.0 log (OASIS, sarif-schema-2.1.0). */
export function sarifReport(findings: readonly Finding[]): object {
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "statehub-events",
            rules: rules.map((id) => ({ id, shortDescription: { text: words(id) } })),
          },
        },
        // Lines are counted as people count them; columns in UTF-16 units, as editors do.
        columnKind: "utf16CodeUnits",
        results: findings.map(({ rule, level, message, file, line, column, pointer }) => ({
          ruleId: rule,
          ruleIndex: rules.indexOf(rule),
          level,
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" },
                region: { startLine: line, startColumn: column },
              },
              ...(pointer === "" ? {} : { logicalLocations: [{ fullyQualifiedName: pointer, kind: "element" }] }),
            },
          ],
        })),
      },
    ],
  };
}

/** `breaking-change` → `Breaking change`. */
function words(rule: string): string {
  return rule.charAt(0).toUpperCase() + rule.slice(1).replaceAll("-", " ");
}
