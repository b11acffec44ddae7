// ajv spells an error out at each of the hundred places that can find one, and writes every schema that it compiled
// into the module. Both are most of the text, which is read on every start; neither is needed.

/** `const err7 = {instancePath:…,schemaPath:…,keyword:…,params:…};` and what puts it on the list. */
const ERROR =
  /const (err\d+) = \{instancePath(?::(.+?))?,schemaPath:(?:"(?:[^"\\]|\\.)*"|[^,]+?),keyword:("\w[^"]*"|\w+),params:(\{.*?\})(?:,propertyName:(\w+))?\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;
const UNUSED_PARAMETERS = ", parentData, parentDataProperty, rootData=data";
const UNUSED_ARGUMENTS = /,parentData(?::[\w.]+)?,parentDataProperty(?::(?:"(?:[^"\\]|\\.)*"|\w+))?,rootData\}/g;
const EQUAL = 'require("ajv/dist/runtime/equal").default';
const SCHEMA = /const (schema\d+) = (?=[{["\w])/;
const FUNCTION = /const (func\d+) = ([\w.]+);/g;

/** Makes the code of ajv's standalone modules smaller without changing what it does. `calls` are functions it needs. */
export function compact(code: string): { code: string; calls: string[] } {
  const calls: string[] = [];
  let result = code
    .replace('"use strict";', "")
    .replaceAll(ERROR, (_, __, path: string | undefined, keyword: string, params: string, name: string | undefined) => {
      const error = [path ?? "instancePath", keyword, params, ...(name === undefined ? [] : [name])];
      return `vErrors=report(vErrors,${error.join(",")});errors++;`;
    })
    .replaceAll(UNUSED_ARGUMENTS, "}")
    .replaceAll(EQUAL, "deepEqual");
  const withoutParameters = result.replaceAll(UNUSED_PARAMETERS, "");
  if (!/parentData|rootData/.test(withoutParameters)) result = withoutParameters;
  result = inlineSchemas(result);
  for (const [declaration, name = "", called = ""] of result.matchAll(FUNCTION)) {
    if (isUsed(result, name)) calls.push(called);
    else result = result.replace(declaration, "");
  }
  if (isUsed(`${result} report`, "report")) calls.push("report");
  return { code: result, calls: calls.filter((name) => !name.includes(".")) };
}

/** Whether a name stands in the code more often than where it is declared. */
function isUsed(code: string, name: string): boolean {
  return code.split(new RegExp(`\\b${name}\\b`), 3).length > 2;
}

/** Takes the constants that hold schemas out of the code, and puts what the code looks up in them where it does. */
function inlineSchemas(code: string): string {
  const schemas = new Map<string, unknown>();
  let result = code;
  for (let match = SCHEMA.exec(result); match !== null; match = SCHEMA.exec(result)) {
    const start = match.index + match[0].length;
    const end = endOfJson(result, start);
    schemas.set(match[1] as string, JSON.parse(result.slice(start, end)));
    result = result.slice(0, match.index) + result.slice(end + 1);
  }
  return result.replaceAll(
    /\b(schema\d+)((?:\.[A-Za-z_$][\w$]*|\["(?:[^"\\]|\\.)*"\]|\[\d+\])*)/g,
    (_, name: string, path: string) => JSON.stringify(valueAt(schemas.get(name), path)),
  );
}

/** The value that a path such as `.properties["a-b"].enum[0]` leads to. */
function valueAt(schema: unknown, path: string): unknown {
  let value = schema;
  for (const [step] of path.matchAll(/\.[\w$]+|\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g)) {
    const key = step.startsWith(".") ? step.slice(1) : (JSON.parse(step.slice(1, -1)) as string | number);
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The index behind the JSON value that starts at `start`. */
function endOfJson(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      while (text[++at] !== '"') if (text[at] === "\\") at++;
    } else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    else if (depth === 0 && char === ";") return at;
    if (depth === 0 && (char === "}" || char === "]" || char === '"')) return at + 1;
  }
  return text.length;
}
