import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/javascript";
import type { Call, Expression, Imported, Program } from "./expression.ts";

/** Reads JavaScript or TypeScript. It never fails: what cannot be read is left out. */
export function parseJavaScript(file: string, text: string): Program {
  const dialect = /\.[mc]?ts$/.test(file) ? "ts" : file.endsWith(".tsx") ? "ts jsx" : "jsx";
  const tree = parser.configure({ dialect }).parse(text);
  const imports = new Map<string, Imported>();
  const constants = new Map<string, Expression>();
  const calls: Call[] = [];
  const assignments: { path: string; value: Expression }[] = [];
  const of = (node: SyntaxNode): string => text.slice(node.from, node.to);
  tree.iterate({
    enter({ name, node }) {
      if (name === "ImportDeclaration") readImport(node, of, imports);
      if (name === "VariableDeclaration") readVariables(node, of, imports, constants);
      if (name === "CallExpression" || name === "NewExpression") {
        const call = expressionOf(node, of);
        if (call.kind === "call") calls.push(call);
      }
    },
  });
  return { text, imports, constants, calls, assignments };
}

type Text = (node: SyntaxNode) => string;

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) found.push(child);
  return found;
}

function readImport(node: SyntaxNode, of: Text, imports: Map<string, Imported>): void {
  const source = node.getChild("String");
  if (source === null) return;
  const module = unquoted(of(source));
  const parts = children(node);
  const star = parts.findIndex(({ name }) => name === "Star");
  for (const [i, part] of parts.entries()) {
    if (part.name === "VariableDefinition")
      imports.set(of(part), { module, name: star !== -1 && i > star ? "*" : "default" });
    if (part.name === "ImportGroup") readGroup(part, of, module, imports);
  }
}

/** `{ schedule as s, validate }`. */
function readGroup(group: SyntaxNode, of: Text, module: string, imports: Map<string, Imported>): void {
  let foreign: string | undefined;
  for (const part of children(group)) {
    if (part.name === "VariableName") foreign = of(part);
    if (part.name === "VariableDefinition") {
      imports.set(of(part), { module, name: foreign ?? of(part) });
      foreign = undefined;
    }
    if (part.name === ",") foreign = undefined;
  }
}

function readVariables(
  node: SyntaxNode,
  of: Text,
  imports: Map<string, Imported>,
  constants: Map<string, Expression>,
): void {
  const parts = children(node);
  const isConstant = parts[0]?.name === "const";
  for (const [i, part] of parts.entries()) {
    if (part.name !== "Equals") continue;
    const [target, value] = [parts.slice(0, i).findLast(({ name }) => /Definition$|Pattern$/.test(name)), parts[i + 1]];
    if (target === undefined || value === undefined) continue;
    const module = requiredModule(value, of);
    if (module !== undefined) readRequired(target, of, module, imports);
    else if (isConstant && target.name === "VariableDefinition") constants.set(of(target), expressionOf(value, of));
  }
}

/** `require("node-cron")` and `await import("node-cron")`. */
function requiredModule(node: SyntaxNode, of: Text): string | undefined {
  const match = /^(?:await\s+)?(?:require|import)\(\s*(["'])([^"']+)\1\s*\)$/.exec(of(node));
  return match?.[2];
}

function readRequired(target: SyntaxNode, of: Text, module: string, imports: Map<string, Imported>): void {
  if (target.name === "VariableDefinition") imports.set(of(target), { module, name: "*" });
  for (const property of target.getChildren("PatternProperty")) {
    const [name, renamed] = children(property).filter((part) => part.name !== ":");
    if (name !== undefined) imports.set(of(renamed ?? name), { module, name: of(name) });
  }
}

function expressionOf(node: SyntaxNode, of: Text): Expression {
  const at = { from: node.from, to: node.to };
  switch (node.name) {
    case "String":
      return { kind: "text", value: unquoted(of(node)), at };
    case "TemplateString":
      return node.getChild("Interpolation") === null
        ? { kind: "text", value: of(node).slice(1, -1), at }
        : { kind: "other", at };
    case "Number":
      return { kind: "number", value: Number(of(node).replaceAll("_", "")), at };
    case "VariableName":
    case "this":
      return { kind: "name", name: of(node), at };
    case "MemberExpression": {
      const [object, , property] = children(node);
      if (object === undefined || property?.name !== "PropertyName") return { kind: "other", at };
      return { kind: "member", object: expressionOf(object, of), name: of(property), at };
    }
    case "CallExpression":
    case "NewExpression": {
      const parts = children(node).filter(({ name }) => name !== "new" && name !== "TypeArgList");
      const [callee] = parts;
      const list = node.getChild("ArgList");
      if (callee === undefined || list === null) return { kind: "other", at };
      return { kind: "call", callee: expressionOf(callee, of), args: valuesIn(list, of), named: new Map(), at };
    }
    case "ObjectExpression":
      return { kind: "record", entries: entriesOf(node, of), at };
    case "ArrayExpression":
      return { kind: "list", items: valuesIn(node, of), at };
    case "ParenthesizedExpression":
    case "BinaryExpression":
    case "AwaitExpression": {
      // `x as const` and `(x)` are x.
      const inner = children(node).filter(({ name }) => !/^(?:[()]|as|satisfies|const|await)$/.test(name));
      const [first] = inner;
      const isCast = children(node).some(({ name }) => name === "as" || name === "satisfies");
      return first !== undefined && (inner.length === 1 || isCast) ? expressionOf(first, of) : { kind: "other", at };
    }
    default:
      return { kind: "other", at };
  }
}

const valuesIn = (list: SyntaxNode, of: Text): Expression[] =>
  children(list)
    .filter(({ name }) => !/^(?:[()[\],]|LineComment|BlockComment)$/.test(name))
    .map((part) => expressionOf(part, of));

function entriesOf(node: SyntaxNode, of: Text): Map<string, Expression> {
  const entries = new Map<string, Expression>();
  for (const property of node.getChildren("Property")) {
    const parts = children(property).filter(({ name }) => name !== ":");
    const [key, value] = parts;
    if (key === undefined) continue;
    const name = key.name === "String" ? unquoted(of(key)) : of(key);
    // `{ timezone }` is the variable of that name.
    const short: Expression = { kind: "name", name, at: { from: key.from, to: key.to } };
    entries.set(name, value === undefined ? short : expressionOf(value, of));
  }
  return entries;
}

/** A string literal's value; the escapes that schedules can have are quotes and backslashes. */
function unquoted(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\(.)/g, "$1");
}
