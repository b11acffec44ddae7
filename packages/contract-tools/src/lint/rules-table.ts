import type { Rule } from "./rule.ts";
import { RULES } from "./rules/index.ts";

const PAGES = "../packages/contract-tools/src/lint/rules";

const HEAD = ["rule", "demands that", "severity", "in", "fix"];

/** All rules as the Markdown table of docs/lint.md, each linked to its page. */
export function rulesTable(): string {
  const rows = [...RULES].sort((a, b) => (a.id < b.id ? -1 : 1)).map(cells);
  return [HEAD, HEAD.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
}

function cells({ id, description, severity, profiles, isFixable = false }: Rule): string[] {
  const where = profiles.length > 1 ? "both" : `\`${profiles[0]}\``;
  return [`[${id}](${PAGES}/${id}.md)`, description, severity, where, isFixable ? "yes" : ""];
}
