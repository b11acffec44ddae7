import type { Declaration, Member, TypeNode, UnionNode } from "./type-text.ts";

// Lays types out as the repository's formatter does, so that generated files pass it without running it.

/** Width and indentation of biome.json. */
const WIDTH = 120;
const STEP = "  ";

/** The text of a declaration, ending without a newline. */
export function layOut({ comment, keyword, name, type }: Declaration): string {
  const head = `${layOutComment(comment, "")}export ${keyword} ${name}`;
  if (keyword === "interface") return `${head} ${print(type, "", 0)}`;
  return `${head} =${assigned(type, "", `export type ${name} =`.length)};`;
}

/** A doc comment at an indentation, its paragraphs wrapped, with a newline behind it. */
export function layOutComment(comment: string | undefined, indent: string): string {
  if (comment === undefined) return "";
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trimEnd())
    .flatMap((line) => wrap(line, WIDTH - indent.length - 3));
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  const [only = ""] = lines;
  if (lines.length === 1 && indent.length + only.length + 7 <= WIDTH) return `${indent}/** ${only} */\n`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`, ""].join("\n");
}

function wrap(line: string, width: number): string[] {
  if (line.length <= width || line.startsWith("@")) return [line];
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === "" ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

/** A type behind `:` or `=`, with what stands between. `column` is where that ends on its line. */
function assigned(type: TypeNode, indent: string, column: number): string {
  if (type.kind === "union" && !isHugged(type) && !fits(type, column + 1)) {
    return `\n${alternatives(type, indent + STEP)}`;
  }
  return ` ${print(type, indent, column + 1)}`;
}

/** One alternative a line, each behind a bar. */
function alternatives(type: UnionNode, indent: string): string {
  return type.items
    .map((item) => `${indent}| ${print(wrapped(item, "union"), indent + STEP, indent.length + 2)}`)
    .join("\n");
}

/** An object and nothing else but `null`: printed as the object would be. */
function isHugged(type: UnionNode): boolean {
  const rest = type.items.filter((item) => !(item.kind === "text" && item.text === "null"));
  return rest.length === 1 && rest[0]?.kind === "object" && type.items.length === 2;
}

function fits(type: TypeNode, column: number): boolean {
  const text = flat(type);
  // One more for the semicolon.
  return text !== undefined && column + text.length + 1 <= WIDTH;
}

/** The type on one line, or undefined: an object with members never is on one. */
function flat(type: TypeNode): string | undefined {
  switch (type.kind) {
    case "text":
      return quoted(type.text);
    case "object":
      return type.members.length === 0 ? "{}" : undefined;
    case "array":
      return suffix(flat(wrapped(type.item, "array")), "[]");
    case "rest":
      return suffix("...", flat(wrapped(type.item, "array")));
    case "tuple": {
      const items = type.items.map(flat);
      return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
    }
    default: {
      const items = type.items.map((item) => flat(wrapped(item, type.kind)));
      return items.includes(undefined) ? undefined : items.join(type.kind === "union" ? " | " : " & ");
    }
  }
}

const suffix = (text: string | undefined, end: string | undefined): string | undefined =>
  text === undefined || end === undefined ? undefined : text + end;

/** A type that needs parentheses where it stands, as text that has them; any other unchanged. */
function wrapped(type: TypeNode, parent: "array" | "union" | "intersection"): TypeNode {
  const needsThem =
    (type.kind === "union" && parent !== "union") ||
    (type.kind === "intersection" && (parent === "array" || isOpenString(type)));
  const text = needsThem ? flat(type) : undefined;
  return text === undefined ? type : { kind: "text", text: `(${text})` };
}

/** `string & {}`, which TypeScript would otherwise fold into the literals beside it. */
function isOpenString(type: TypeNode): boolean {
  return type.kind === "intersection" && flat(type) === "string & {}";
}

function print(type: TypeNode, indent: string, column: number): string {
  const text = flat(type);
  if (text !== undefined && column + text.length + 1 <= WIDTH) return text;
  switch (type.kind) {
    case "text":
      return quoted(type.text);
    case "object":
      return printObject(type.members, indent);
    case "array":
      return `${parenthesised(type.item, indent, column)}[]`;
    case "rest":
      return `...${parenthesised(type.item, indent, column)}`;
    case "tuple": {
      const inner = indent + STEP;
      const items = type.items.map((item) => `${inner}${print(item, inner, inner.length)},`);
      return ["[", ...items, `${indent}]`].join("\n");
    }
    case "union":
      return isHugged(type)
        ? type.items.map((item) => print(item, indent, column)).join(" | ")
        : `\n${alternatives(type, indent)}`;
    case "intersection":
      return type.items.map((item) => parenthesised(item, indent, column, "intersection")).join(" & ");
  }
}

/** An item of an array or intersection that does not fit its line. */
function parenthesised(
  type: TypeNode,
  indent: string,
  column: number,
  parent: "array" | "intersection" = "array",
): string {
  const safe = wrapped(type, parent);
  if (safe.kind !== "union") return print(safe, indent, column);
  if (isHugged(safe)) return `(${print(safe, indent, column)})`;
  return `(\n${alternatives(safe, indent + STEP)}\n${indent})`;
}

function printObject(members: readonly Member[], indent: string): string {
  const inner = indent + STEP;
  const lines = members.map(({ comment, key, type }) => {
    const name = key.startsWith('"') ? quoted(key.replace(/\?$/, "")) + (key.endsWith("?") ? "?" : "") : key;
    const head = `${inner}${name}:`;
    return `${layOutComment(comment, inner)}${head}${assigned(type, inner, head.length)};`;
  });
  return ["{", ...lines, `${indent}}`].join("\n");
}

/** A JSON string in the quotes that need fewer escapes; any other text unchanged. */
function quoted(text: string): string {
  if (!text.startsWith('"')) return text;
  const doubles = text.match(/\\"/g)?.length ?? 0;
  const singles = text.match(/'/g)?.length ?? 0;
  return doubles > singles ? `'${text.slice(1, -1).replaceAll("'", "\\'").replaceAll('\\"', '"')}'` : text;
}
