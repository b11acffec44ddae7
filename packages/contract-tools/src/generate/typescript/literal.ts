import { type Doc, fill, group, hang, hardline, ifBreak, indent, join, line, softline } from "./document.ts";
import { numberLiteral, propertyName, stringLiteral } from "./type-text.ts";

/** Names up to this length are not worth a line of their own to the formatter. */
const SHORT_KEY = 4;

/** A JSON value as a TypeScript literal, laid out as the formatter would. */
export function literal(value: unknown): Doc {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number") return numberLiteral(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return arrayLiteral(value);
  return objectLiteral(Object.entries(value).map(([name, inner]) => memberLiteral(name, inner)));
}

/** Members as an object, one a line. */
export function objectLiteral(members: readonly Doc[]): Doc {
  return members.length === 0 ? "{}" : ["{", indent(members.map((member) => [hardline, member, ","])), hardline, "}"];
}

/** A property of an object literal. */
export function memberLiteral(name: string, value: unknown): Doc {
  // In an object literal this name alone would set the prototype.
  const key = name === "__proto__" ? '["__proto__"]' : propertyName(name);
  const isShort = typeof value === "boolean" || (typeof value === "number" && value >= 0);
  return isShort ? [`${key}: `, literal(value)] : keyed(key, literal(value));
}

/** A property whose value may go to the next line. */
export function keyed(key: string, value: Doc): Doc {
  return key.length <= SHORT_KEY ? [`${key}: `, value] : [`${key}:`, hang(value)];
}

function arrayLiteral(items: readonly unknown[]): Doc {
  if (items.length === 0) return "[]";
  const isNumbers = items.length > 1 && items.every((item) => typeof item === "number");
  const docs = items.map((item, i): Doc => [literal(item), i < items.length - 1 ? "," : ifBreak(",")]);
  return group(
    "[",
    indent(isMatrix(items) ? hardline : softline, isNumbers ? fill(docs) : join(line, docs)),
    softline,
    "]",
  );
}

/** Several lists of several items each, which the formatter never puts on one line. Objects are not on one anyway. */
function isMatrix(items: readonly unknown[]): boolean {
  return items.length > 1 && items.every((item) => Array.isArray(item) && item.length > 1);
}
