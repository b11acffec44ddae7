import type { ContractFile } from "../../model/contract-file.ts";
import type { Model } from "../../model/model.ts";
import { namedPointers, typeNameAt } from "../../model/names.ts";
import { layOut } from "./layout.ts";
import { normalise } from "./normalise.ts";
import { readDeclarations } from "./type-text.ts";

/** The type declarations of a contract file, the file's own first, laid out, and the words that their types are made of. */
export async function compileTypes(
  file: ContractFile,
  model: Model,
): Promise<{ declarations: string[]; words: ReadonlySet<string> }> {
  // Loaded when there is something to compile: most runs find every module up to date.
  const { compile } = await import("json-schema-to-typescript");
  const pointers = namedPointers(file, model.references);
  const named = new Set(pointers);
  // One call prints all types of a module: each is a property of a container that is then thrown away. Its name for a
  // type is one that it has no reason to change.
  const properties = Object.fromEntries(
    pointers.map((pointer, i) => [`_${i}`, { ...normalise(file, pointer, named, model.references), title: `T${i}` }]),
  );
  const text = await compile({ type: "object", properties, additionalProperties: false }, "Container", {
    additionalProperties: false,
    bannerComment: "",
    format: false,
  });
  const { declarations: read, words } = readDeclarations(text);
  const declared = new Map(read.map((declaration) => [declaration.name, declaration]));
  const declarations = pointers.map((pointer, i) => {
    const name = typeNameAt({ file, pointer });
    const declaration = declared.get(`T${i}`);
    if (declaration === undefined) throw new TypeError(`no type ${name} was generated for ${file.file}`);
    return layOut({ ...declaration, name });
  });
  return { declarations, words };
}
