import type { ContractFile, Model } from "../../model/model.ts";
import { namedPointers, typeNameAt } from "../../model/names.ts";
import { layOut } from "./layout.ts";
import { normalise } from "./normalise.ts";
import { readDeclarations } from "./type-text.ts";

/** The type declarations of a contract file, the file's own first, laid out. */
export async function compileTypes(file: ContractFile, model: Model): Promise<string[]> {
  // Loaded when there is something to compile: most runs find every module up to date.
  const { compile } = await import("json-schema-to-typescript");
  const pointers = namedPointers(file, model.references);
  const named = new Set(pointers);
  const names = pointers.map((pointer) => typeNameAt({ file, pointer }));
  // One call prints all types of a module: each is a property of a container that is then thrown away.
  const container = `Container${names.join("")}`;
  const properties = Object.fromEntries(
    pointers.map((pointer, i) => [names[i], { ...normalise(file, pointer, named, model.references), title: names[i] }]),
  );
  const text = await compile({ type: "object", properties, additionalProperties: false }, container, {
    additionalProperties: false,
    bannerComment: "",
    format: false,
  });
  const declared = new Map(readDeclarations(text).map((declaration) => [declaration.name, declaration]));
  return names.map((name) => {
    const declaration = declared.get(name);
    if (declaration === undefined) throw new TypeError(`no type ${name} was generated for ${file.file}`);
    return layOut(declaration);
  });
}
