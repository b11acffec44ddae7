// ajv spells an error out at each of the hundred places that can find one, and writes every schema that it compiled
// into the module. Both are most of the text, which is read on every start; neither is needed.

import { maskStrings, unmaskStrings, valueOfLookup } from "./masked.ts";

/** Code of a module without its imports and exports. */
export interface CompactCode {
  readonly code: string;
  /** Exported name → the function that it is in the code. */
  readonly exports: ReadonlyMap<string, string>;
  /** Functions of the runtime that the code calls. */
  readonly calls: readonly string[];
}

/** `const err7 = {instancePath:…,schemaPath:…,keyword:…,params:…};` and what puts it on the list. */
const ERROR =
  /const (err\d+) = \{instancePath(?::(.+?))?,schemaPath:.+?,keyword:("s\d+"|\w+),params:(\{.*?\})(?:,propertyName:(\w+))?\};if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g;
/** What a function hands on about where it is, for keywords that contracts do not have. */
const ARGUMENTS = /,parentData(?::[^,{}]+)?,parentDataProperty(?::[^,{}]+)?,rootData\}/g;
const PARAMETERS = ", parentData, parentDataProperty, rootData=data";
/** ajv notes evaluated properties in a plain object, which seems to know `toString` too. */
const EVALUATED = /!(props\d+)\[(key\d+)\]/g;
const EQUAL = "ajv/dist/runtime/equal";
const REQUIRE = /(?<![.\w$])require\("s(\d+)"\)\.default/g;
const EXPORT = /export const (\w+) = (\w+);/g;
/** A function of the runtime, or one that ajv brings. */
const FUNCTION = /const (func\d+) = ([\w.]+);/g;
const SCHEMA = /const (schema\d+) = ([^;]*);/g;
const LOOKUP = /(?<![.\w$])(schema\d+)((?:\.[A-Za-z_$][\w$]*|\["s\d+"\]|\[\d+\])*)/g;

/** Makes the code of ajv's standalone modules smaller without changing what it does. */
export function compact(source: string): CompactCode {
  const { masked, strings } = maskStrings(source);
  const exports = new Map<string, string>();
  const calls = new Set<string>();
  let code = masked
    .replace(/^"s0";/, "") // "use strict"; modules are strict anyway
    .replaceAll(EXPORT, (_, name: string, called: string) => {
      exports.set(name, called);
      return "";
    })
    .replaceAll(ERROR, (_, __, path = "instancePath", keyword: string, params: string, name?: string) => {
      calls.add("report");
      const error = [path, keyword, params, ...(name === undefined ? [] : [name])];
      return `vErrors=report(vErrors,${error.join(",")});errors++;`;
    })
    .replaceAll(ARGUMENTS, "}")
    .replaceAll(PARAMETERS, "")
    .replaceAll(EVALUATED, "!Object.hasOwn($1,$2)")
    .replaceAll(REQUIRE, (call, index: string) =>
      JSON.parse(strings[Number(index)] as string) === EQUAL ? "deepEqual" : call,
    );
  const { constants, rest } = withoutSchemas(code, strings);
  code = rest;
  for (const [declaration, name = "", called = ""] of code.matchAll(FUNCTION)) {
    if (countOf(code, name) === 1) code = code.replace(declaration, "");
    else if (!called.includes(".")) calls.add(called);
  }
  const unknown = /(?<![.\w$])(?:require|parentData|parentDataProperty|rootData|schema\d+)\b(?!\s*:)/.exec(code);
  if (unknown !== null) throw new TypeError(`the compiled validator needs ${JSON.stringify(unknown[0])}`);
  return { code: constants + unmaskStrings(code, strings), exports, calls: [...calls].sort() };
}

/** How often a name stands in the code. */
function countOf(code: string, name: string): number {
  return code.split(new RegExp(`(?<![.\\w$])${name}\\b`)).length - 1;
}

/** Takes the constants that hold schemas out of the code, and makes what it looks up in them constants of their own. */
function withoutSchemas(code: string, strings: readonly string[]): { constants: string; rest: string } {
  const schemas = new Map<string, unknown>();
  const names = new Map<string, string>();
  const without = code.replaceAll(SCHEMA, (_, name: string, text: string) => {
    schemas.set(name, JSON.parse(unmaskStrings(text, strings)));
    return "";
  });
  const rest = without.replaceAll(LOOKUP, (lookup, schema: string, path: string) => {
    if (!schemas.has(schema)) return lookup;
    const text = JSON.stringify(valueOfLookup(schemas.get(schema), path, strings));
    const name = names.get(text) ?? `value${names.size}`;
    names.set(text, name);
    return name;
  });
  return { constants: [...names].map(([text, name]) => `const ${name} = ${text};`).join(""), rest };
}
