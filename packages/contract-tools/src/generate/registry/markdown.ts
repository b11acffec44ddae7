/** An author's Markdown without HTML: `<` outside of code spans is a character like any other. */
export function prose(text: string): string {
  return text.replaceAll(/(`+)[\s\S]*?\1|</g, (part) => (part === "<" ? "\\<" : part));
}

/** Text as a code span, whatever backticks are in it (CommonMark, 6.1). */
export function codeText(text: string): string {
  const line = text.replaceAll(/\s*[\r\n]+\s*/g, " ");
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  // A space on both sides belongs to the fences.
  const isPadded = longest > 0 || /^ .* $/.test(line);
  return isPadded ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** A JSON value as a code span. */
export function code(value: unknown): string {
  return codeText(JSON.stringify(value));
}

/** A JSON value as a code block. */
export function codeBlock(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
}

/** A table. A bar would end a cell, in a code span too, and so would the end of a line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string =>
    text
      .trim()
      .replaceAll(/\s*[\r\n]+\s*/g, " ")
      .replaceAll("|", "\\|");
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
