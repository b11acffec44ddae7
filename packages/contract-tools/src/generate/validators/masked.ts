// Generated code is changed by regular expressions, which must not mistake the text of a string for code: an enum may
// well hold `schema1` or `};if(`. So the strings are taken out before, and put back when all is done.

const STRING = /"(?:[^"\\]|\\.)*"/g;
const MASK = /"s(\d+)"/g;

/** The code with `"s0"`, `"s1"` … in the place of its strings. */
export function maskStrings(code: string): { masked: string; strings: string[] } {
  const strings: string[] = [];
  const masked = code.replaceAll(STRING, (text) => `"s${strings.push(text) - 1}"`);
  return { masked, strings };
}

/** The code with its strings. */
export function unmaskStrings(code: string, strings: readonly string[]): string {
  return code.replaceAll(MASK, (_, index: string) => strings[Number(index)] as string);
}

/** What a lookup such as `.properties["s12"].enum[0]` finds in a value. */
export function valueOfLookup(value: unknown, lookup: string, strings: readonly string[]): unknown {
  let found = value;
  for (const [, name, masked, index] of lookup.matchAll(/\.([\w$]+)|\["s(\d+)"\]|\[(\d+)\]/g)) {
    const key = masked === undefined ? (name ?? index) : (JSON.parse(strings[Number(masked)] as string) as string);
    found = (found as Record<string, unknown>)[key as string];
  }
  return found;
}
