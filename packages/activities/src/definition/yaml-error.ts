import { type Alias, type Document, visit } from "yaml";

/** What is wrong with a YAML document, and at which offset; undefined if it has a value. */
export function yamlError(document: Document): { readonly at: number; readonly message: string } | undefined {
  const [error] = document.errors;
  if (error !== undefined) {
    const isSecond = error.code === "MULTIPLE_DOCS";
    return { at: error.pos[0], message: isSecond ? "a second document begins; a file has one" : error.message };
  }
  try {
    document.toJS();
    return undefined;
  } catch (problem) {
    // An alias without its anchor, or more of them than anybody writes.
    return { at: firstAlias(document) ?? 0, message: (problem as Error).message };
  }
}

/** Where the first alias stands that leads nowhere, else the first of all. */
function firstAlias(document: Document): number | undefined {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_, alias) => void aliases.push(alias) });
  const lost = aliases.find((alias) => alias.resolve(document) === undefined) ?? aliases[0];
  return lost?.range?.[0];
}
