import type { Finding } from "./sarif.ts";

const COMMANDS = { error: "error", warning: "warning", note: "notice" } as const;

/** Findings as the workflow commands by which GitHub Actions shows them beside the lines. */
export function annotations(findings: readonly Finding[]): string {
  return findings
    .map(({ rule, level, message, file, line, column }) => {
      const place = `file=${property(file)},line=${line},col=${column},title=${property(rule)}`;
      return `::${COMMANDS[level]} ${place}::${data(message)}\n`;
    })
    .join("");
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
