/** The formatter's order of names: letters first, then capitals before small ones. */
export function compareNames(a: string, b: string): number {
  return compareNatural(a.toLowerCase(), b.toLowerCase()) || (a < b ? -1 : 1);
}

/** The formatter's order of module paths: those that climb further first, numbers by their value. */
export function comparePaths(a: string, b: string): number {
  const climb = (path: string): number => path.split("../").length;
  return climb(b) - climb(a) || compareNatural(a, b);
}

function compareNatural(a: string, b: string): number {
  const parts = (text: string): string[] => text.match(/\d+|\D/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [x = "", y = ""] = [left[i], right[i]];
    if (x === y) continue;
    return /\d/.test(x) && /\d/.test(y) && Number(x) !== Number(y) ? Number(x) - Number(y) : x < y ? -1 : 1;
  }
  return left.length - right.length;
}

/** Import lines in the formatter's order; each names its module last. */
export function sortImports(lines: readonly string[]): string[] {
  const pathOf = (line: string): string => /"([^"]*)";$/.exec(line)?.[1] ?? "";
  return [...lines].sort((a, b) => comparePaths(pathOf(a), pathOf(b)));
}
