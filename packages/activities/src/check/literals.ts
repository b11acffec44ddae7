/** A scalar of JSON. */
export type Literal = string | number | boolean | null;

export type Kind = "null" | "boolean" | "number" | "string" | "array" | "object";

export function kindOf(value: unknown): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "boolean" || type === "number" || type === "string" ? type : "object";
}

/** `string` → `a text`, as people say it. */
export function inWords(kinds: ReadonlySet<Kind>): string {
  const words: Readonly<Record<Kind, string>> = {
    null: "null",
    boolean: "a boolean",
    number: "a number",
    string: "a text",
    array: "a list",
    object: "an object",
  };
  return [...kinds].map((kind) => words[kind]).join(" or ") || "nothing";
}
