import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";
import type { Call, Expression, Imported, Program } from "./expression.ts";

/** Reads Python. It never fails: what cannot be read is left out. */
export function parsePython(text: string): Program {
  const imports = new Map<string, Imported>();
  const constants = new Map<string, Expression>();
  const set = new Map<string, number>();
  const calls: (Call & { decorates?: string })[] = [];
  const assignments: { path: string; value: Expression }[] = [];
  const of = (node: SyntaxNode): string => text.slice(node.from, node.to);
  parser.parse(text).iterate({
    enter({ name, node }) {
      if (name === "ImportStatement") readImport(node, of, imports);
      if (name === "CallExpression") {
        const call = expressionOf(node, of);
        if (call.kind === "call") calls.push(call);
      }
      if (name === "Decorator") {
        const call = decorator(node, of);
        const decorated = node.parent?.getChild("FunctionDefinition")?.getChild("VariableName");
        if (call !== undefined) calls.push({ ...call, ...(decorated && { decorates: of(decorated) }) });
      }
      if (name === "AssignStatement") {
        const [target, , value] = children(node);
        if (target === undefined || value === undefined) return;
        const path = of(target).replaceAll(/\s/g, "");
        const expression = expressionOf(value, of);
        assignments.push({ path, value: expression });
        set.set(path, (set.get(path) ?? 0) + 1);
        constants.set(path, expression);
      }
    },
  });
  for (const [path, times] of set) if (times > 1) constants.delete(path);
  return { text, imports, constants, calls, assignments };
}

type Text = (node: SyntaxNode) => string;

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "Comment") found.push(child);
  }
  return found;
}

/** `import a.b as c, d` and `from a import (b as c, d)`. */
function readImport(node: SyntaxNode, of: Text, imports: Map<string, Imported>): void {
  const line = of(node)
    .replaceAll(/#[^\n]*/g, "")
    .replaceAll(/[()\\\n]/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  const from = /^from (\S+) import (.+)$/.exec(line);
  const module = from?.[1];
  for (const part of (from?.[2] ?? line.replace(/^import /, "")).split(",")) {
    const [, name, alias] = /^(\S+)(?: as (\S+))?$/.exec(part.trim()) ?? [];
    if (name === undefined) continue;
    if (module !== undefined) imports.set(alias ?? name, { module, name });
    else
      imports.set(alias ?? (name.split(".")[0] as string), {
        module: alias === undefined ? (name.split(".")[0] as string) : name,
        name: "*",
      });
  }
}

/** `@scheduler.scheduled_job("cron", hour=3)`: the names and the arguments stand side by side. */
function decorator(node: SyntaxNode, of: Text): Call | undefined {
  const list = node.getChild("ArgList");
  if (list === null) return undefined;
  const names = children(node).filter(({ name }) => name === "VariableName" || name === "PropertyName");
  const at = { from: node.from, to: node.to };
  const [first, ...rest] = names;
  if (first === undefined) return undefined;
  const callee = rest.reduce<Expression>((object, part) => ({ kind: "member", object, name: of(part), at }), {
    kind: "name",
    name: of(first),
    at,
  });
  return { kind: "call", callee, ...argumentsOf(list, of), at };
}

function expressionOf(node: SyntaxNode, of: Text): Expression {
  const at = { from: node.from, to: node.to };
  switch (node.name) {
    case "String":
      return { kind: "text", value: unquoted(of(node)), at };
    case "Number":
      return { kind: "number", value: Number(of(node).replaceAll("_", "")), at };
    case "VariableName":
    case "self":
      return { kind: "name", name: of(node), at };
    case "MemberExpression": {
      const [object, dot, property] = children(node);
      if (object === undefined || dot?.name !== "." || property === undefined) return { kind: "other", at };
      return { kind: "member", object: expressionOf(object, of), name: of(property), at };
    }
    case "CallExpression": {
      const [callee] = children(node);
      const list = node.getChild("ArgList");
      if (callee === undefined || list === null) return { kind: "other", at };
      // `dict(task="t")` is `{"task": "t"}`.
      if (of(callee) === "dict") return { kind: "record", entries: argumentsOf(list, of).named, at };
      return { kind: "call", callee: expressionOf(callee, of), ...argumentsOf(list, of), at };
    }
    case "DictionaryExpression":
      return { kind: "record", entries: entriesOf(node, of), at };
    case "ArrayExpression":
    case "TupleExpression":
    case "SetExpression":
      return {
        kind: "list",
        items: children(node)
          .filter(isValue)
          .map((part) => expressionOf(part, of)),
        at,
      };
    case "ParenthesizedExpression": {
      const inner = children(node).find(isValue);
      return inner === undefined ? { kind: "other", at } : expressionOf(inner, of);
    }
    default:
      return { kind: "other", at };
  }
}

const isValue = ({ name }: SyntaxNode): boolean => !/^[()[\]{},:]$/.test(name);

function argumentsOf(list: SyntaxNode, of: Text): Pick<Call, "args" | "named"> {
  const args: Expression[] = [];
  const named = new Map<string, Expression>();
  const parts = children(list).filter(isValue);
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as SyntaxNode;
    if (parts[i + 1]?.name === "AssignOp" && parts[i + 2] !== undefined) {
      named.set(of(part), expressionOf(parts[i + 2] as SyntaxNode, of));
      i += 2;
    } else if (part.name === "**" && parts[i + 1] !== undefined) {
      named.set("**", expressionOf(parts[i + 1] as SyntaxNode, of));
      i++;
    } else args.push(expressionOf(part, of));
  }
  return { args, named };
}

function entriesOf(node: SyntaxNode, of: Text): Map<string, Expression> {
  const entries = new Map<string, Expression>();
  const parts = children(node);
  for (let i = 1; i < parts.length; i++) {
    const [key, value] = [parts[i - 1], parts[i + 1]];
    if (parts[i]?.name !== ":" || key === undefined || value === undefined) continue;
    const name = expressionOf(key, of);
    if (name.kind === "text") entries.set(name.value, expressionOf(value, of));
  }
  return entries;
}

function unquoted(literal: string): string {
  const body = literal.replace(/^[rRbBuU]*/, "");
  const quote = /^(?:"""|''')/.test(body) ? 3 : 1;
  return body.slice(quote, -quote).replaceAll(/\\(.)/g, "$1");
}
