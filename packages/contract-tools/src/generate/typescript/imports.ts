import { group, ifBreak, indent, join, line, print } from "./document.ts";

/** Punctuation of names and paths in the formatter's order; digits and letters follow. */
const PUNCTUATION = "/._-$";

/** The place of a character: punctuation, digits, then A a B b C c … */
function rank(char: string): number {
  const punctuation = PUNCTUATION.indexOf(char);
  if (punctuation !== -1) return punctuation;
  const lower = char.toLowerCase();
  return lower.charCodeAt(0) * 2 + (char === lower ? 1 : 0);
}

function compareNumbers(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1);
}

/** The formatter's order of names: character by character, numbers by their value. */
export function compareNames(a: string, b: string): number {
  const parts = (text: string): string[] => text.match(/\d+|\D/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (const [i, x] of left.entries()) {
    const y = right[i];
    if (y === undefined) return 1;
    if (x !== y) return /\d/.test(x) && /\d/.test(y) ? compareNumbers(x, y) : rank(x) - rank(y);
  }
  return left.length - right.length;
}

/** The formatter's order of module paths: those that climb further first. */
function comparePaths(a: string, b: string): number {
  const climb = (path: string): number => path.split("../").length;
  return climb(b) - climb(a) || compareNames(a, b);
}

/** Import lines in the formatter's order; each names its module last. */
export function sortImports(lines: readonly string[]): string[] {
  const pathOf = (line: string): string => /"([^"]*)";$/.exec(line)?.[1] ?? "";
  return [...lines].sort((a, b) => comparePaths(pathOf(a), pathOf(b)));
}

/** An import or export of names from a module. The formatter puts a single name on one line even if it is too long. */
export function fromModule(
  keyword: "import type" | "import" | "export type" | "export",
  names: readonly string[],
  path: string,
): string {
  const list =
    names.length === 1
      ? `{ ${names[0]} }`
      : group("{", indent(line, join([",", line], names)), ifBreak(","), line, "}");
  return print([keyword, " ", list, ` from "${path}";`]);
}
