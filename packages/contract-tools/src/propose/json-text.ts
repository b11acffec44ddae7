import { type Doc, group, hardline, indent, join, line, print, softline } from "../generate/typescript/document.ts";

/** JSON as the formatter leaves it: what fits on a line stands on one, but for the objects down to `depth`. */
export function jsonText(value: unknown, depth = 2): string {
  return `${print(layOut(value, depth))}\n`;
}

function layOut(value: unknown, depth: number): Doc {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item) => layOut(item, depth - 1));
    return group("[", indent(softline, join([",", line], items)), softline, "]");
  }
  const members = Object.entries(value).map(
    ([name, inner]): Doc => [`${JSON.stringify(name)}: `, layOut(inner, depth - 1)],
  );
  if (members.length === 0) return "{}";
  const end = depth > 0 ? hardline : line;
  return group("{", indent(end, join([",", end], members)), end, "}");
}
