import { commentLines } from "./doc-comment.ts";
import {
  block,
  type Doc,
  group,
  hang,
  hardline,
  ifBreak,
  indent,
  join,
  line,
  print,
  softline,
  tuple,
} from "./document.ts";
import type { Declaration, Member, TypeNode, UnionNode } from "./type-text.ts";

// Lays types out as the repository's formatter does, so that generated files pass it without running it. A test runs
// the formatter over the layout of random types.

/** The text of a declaration, ending without a newline. */
export function layOut({ comment, keyword, name, type }: Declaration): string {
  const head = [block((column) => commentLines(comment, column)), `export ${keyword} ${name}`];
  if (keyword === "interface") return print([...head, " ", typeDoc(type)]);
  // A name or a literal that is too long goes to the next line; what has parts is broken between them.
  if (type.kind === "text") return print([...head, " =", hang(type.text), ";"]);
  return print([...head, " =", assigned(type), ";"]);
}

/** A type behind `:` or `=`, with the space between. */
function assigned(type: TypeNode): Doc {
  if (type.kind === "union" && !isHugged(type)) return group(indent(line, alternatives(type)));
  return [" ", typeDoc(type)];
}

/** A type as the formatter lays it out. */
export function typeDoc(type: TypeNode): Doc {
  switch (type.kind) {
    case "text":
      return type.text;
    case "object":
      return objectDoc(type.members);
    case "array":
      return [operand(type.item), "[]"];
    case "rest":
      return ["...", operand(type.item)];
    case "tuple":
      return tupleDoc(type.items);
    case "union":
      return group(alternatives(type));
    case "intersection":
      return intersectionDoc(type.items);
  }
}

function objectDoc(members: readonly Member[]): Doc {
  if (members.length === 0) return "{}";
  const lines = members.map(({ comment, key, type }) => [
    hardline,
    block((column) => commentLines(comment, column)),
    `${key}:`,
    assigned(type),
    ";",
  ]);
  return ["{", indent(lines), hardline, "}"];
}

function tupleDoc(items: readonly TypeNode[]): Doc {
  const docs = items.map((item) => {
    if (item.kind !== "union" || items.length === 1 || isHugged(item)) return typeDoc(item);
    return group(indent(ifBreak(["(", softline]), alternatives(item)), softline, ifBreak(")"));
  });
  return tuple(docs);
}

/** The alternatives of a union: on one line with bars between, or one a line, each behind a bar. */
function alternatives(type: UnionNode): Doc {
  if (isHugged(type)) return join(" | ", type.items.map(inUnion));
  return [
    ifBreak("| "),
    join(
      [line, "| "],
      type.items.map((item) => indent(inUnion(item))),
    ),
  ];
}

const inUnion = (type: TypeNode): Doc => (type.kind === "intersection" ? ["(", typeDoc(type), ")"] : typeDoc(type));

/** An object and nothing else but `null`: printed as the object would be. */
function isHugged({ items }: UnionNode): boolean {
  const rest = items.filter((item) => !(item.kind === "text" && item.text === "null"));
  return rest.length === 1 && rest[0]?.kind === "object";
}

/** What an array or an intersection is made of, in parentheses where it needs them. */
function operand(type: TypeNode): Doc {
  if (type.kind === "intersection") return ["(", typeDoc(type), ")"];
  if (type.kind !== "union") return typeDoc(type);
  if (isHugged(type)) return ["(", alternatives(type), ")"];
  return group("(", indent(softline, alternatives(type)), softline, ")");
}

/** Objects hang on the line of what stands before them; names go to lines of their own where they do not fit. */
function intersectionDoc(items: readonly TypeNode[]): Doc {
  let isIndented = false;
  return group(
    items.map((item, i) => {
      const doc = operand(item);
      if (i === 0) return doc;
      const isObject = item.kind === "object";
      const isBehindObject = items[i - 1]?.kind === "object";
      if (!isObject && !isBehindObject) return indent(" &", line, doc);
      if (isObject && isBehindObject) return [" & ", isIndented ? indent(doc) : doc];
      if (i > 1) isIndented = true;
      return [" & ", i > 1 ? indent(doc) : doc];
    }),
  );
}
