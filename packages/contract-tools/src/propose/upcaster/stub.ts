import type { OutputFile } from "../../generate/output.ts";
import { modulePath, relativePath } from "../../generate/paths.ts";
import { type Doc, group, hardline, indent, join, line, print } from "../../generate/typescript/document.ts";
import { fromModule, sortImports } from "../../generate/typescript/imports.ts";
import { objectLiteral } from "../../generate/typescript/literal.ts";
import { constantNameOf } from "../../generate/typescript/module.ts";
import { propertyName } from "../../generate/typescript/type-text.ts";
import type { UpcasterStep } from "../../generate/typescript/upcasters.ts";
import type { Model } from "../../model/model.ts";
import { accessTo, isTakenOver, membersOf } from "./expression.ts";
import { type Known, matches, type PlacedField } from "./match.ts";
import { type Shape, shapeOfEvent } from "./shape.ts";

/**
 * An upcaster to begin with: what is the same is taken over, what is likely the same under another name is marked as a
 * guess, and a line that only a person can write does not compile.
 */
export function upcasterStub(
  { from, to, file, name }: UpcasterStep,
  { references }: Model,
  known: Known = { renamed: new Map(), removed: [] },
): OutputFile {
  const [before, after] = [shapeOfEvent(from, references), shapeOfEvent(to, references)];
  const imports = [from, to].map((one) =>
    fromModule("import", [`type ${one.typeName}`, constantNameOf(one)], relativePath(file, modulePath(one))),
  );
  const text = `import type { Upcaster } from "@statehub/events-runtime";
${sortImports(imports).join("\n")}

/** Brings \`${from.event.type}\` to \`${to.event.type}\`. */
export const ${name}: Upcaster<${from.typeName}, ${to.typeName}> = {
  from: ${constantNameOf(from)},
  to: ${constantNameOf(to)},
${print(indent(hardline, method(before, after, known))).replace(/^\n/, "")},
};
`;
  return { path: file, text };
}

function method(before: Shape, after: Shape, known: Known): Doc {
  const fields = after.fields ?? new Map();
  const changed = [...(before.fields ?? [])]
    .filter(([name, { shape, isRequired }]) => {
      const now = fields.get(name);
      return now === undefined || (now.isRequired && !isRequired) || !isTakenOver(shape, now.shape);
    })
    .map(([name]) => name);
  const same = new Set([...fields.keys()].filter((name) => before.fields?.has(name) && !changed.includes(name)));
  const rest =
    changed.length === 0 ? "data" : (["same", "rest", "others"].find((name) => !changed.includes(name)) ?? "_");
  const codeOf = ({ path: [top = "", ...more] }: PlacedField): string => {
    let code = changed.includes(top) ? localName(top) : accessTo(rest, top);
    let at = before.fields?.get(top);
    for (const name of more) {
      code = accessTo(code, name, at?.isRequired === false || at?.shape.isNullable);
      at = at?.shape.fields?.get(name);
    }
    return code;
  };
  const target = { fields, path: [], matches: matches(before, after, known), codeOf };
  const members = membersOf(target, { shape: before, read: localName }, same);
  if (members.length === 0 && changed.length === 0)
    return ["upcast(data) {", indent(hardline, "return data;"), hardline, "}"];
  const parameter: Doc =
    changed.length === 0
      ? "data"
      : group("{", indent(line, join([",", line], [...changed.map(binding), `...${rest}`])), line, "}");
  const returned = objectLiteral([...(same.size === 0 && changed.length > 0 ? [] : [`...${rest}`]), ...members]);
  return ["upcast(", parameter, ") {", indent(hardline, "return ", returned, ";"), hardline, "}"];
}

/** What a property is called as a variable. */
function localName(name: string): string {
  const word = name.replaceAll(/\W/g, "_");
  return word !== name || RESERVED.has(name) ? `${word}_` : name;
}

function binding(name: string): string {
  const local = localName(name);
  return local === name ? name : `${propertyName(name)}: ${local}`;
}

/** Words that a field may be called and a variable may not. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends " +
    "false finally for function if implements import in instanceof interface let new null package private protected " +
    "public return static super switch this throw true try typeof undefined var void while with yield"
  ).split(" "),
);
