/** Width of biome.json. */
const WIDTH = 120;
const STEP = "  ";
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A JSON value as a TypeScript literal, laid out as the formatter would. `column` is where it begins on its line. */
export function literal(value: unknown, indent: string, column: number): string {
  if (typeof value === "string") return text(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = indent + STEP;
  if (Array.isArray(value)) {
    const flat = flatArray(value);
    // One more for the comma behind it.
    if (flat !== undefined && column + flat.length + 1 <= WIDTH) return flat;
    const items = value.map((item) => `${inner}${literal(item, inner, inner.length)},`);
    return ["[", ...items, `${indent}]`].join("\n");
  }
  const members = Object.entries(value).map(([key, item]) => {
    const head = `${inner}${IDENTIFIER.test(key) ? key : text(key)}: `;
    return `${head}${literal(item, inner, head.length)},`;
  });
  return members.length === 0 ? "{}" : ["{", ...members, `${indent}}`].join("\n");
}

/** An array on one line; undefined where the formatter breaks it whatever its length. */
function flatArray(items: readonly unknown[]): string | undefined {
  const nested = items.filter((item) => typeof item === "object" && item !== null);
  const areEmpty = nested.every((item) => Object.keys(item as object).length === 0);
  if (nested.length > 0 && !areEmpty) return undefined;
  return `[${items.map((item) => literal(item, "", 0)).join(", ")}]`;
}

/** A string in the quotes that need fewer escapes. */
function text(value: string): string {
  const json = JSON.stringify(value);
  const doubles = value.split('"').length - 1;
  const singles = value.split("'").length - 1;
  return doubles > singles ? `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : json;
}
