import { dataschemaOf, digest } from "../../model/bundle.ts";
import type { ContractFile, EventFile } from "../../model/contract-file.ts";
import type { Model } from "../../model/model.ts";
import { importedTargets, typeNameAt } from "../../model/names.ts";
import { sensitivePointers } from "../../model/sensitive.ts";
import type { OutputFile } from "../output.ts";
import { examplesPath, modulePath, relativePath } from "../paths.ts";
import { compileTypes } from "./compile.ts";
import { type Doc, group, hang, indent, line, print, softline, tuple } from "./document.ts";
import { compareNames, fromModule, sortImports } from "./imports.ts";
import { literal, memberLiteral, objectLiteral } from "./literal.ts";

/** The name of the constant that holds an event's contract: `repoRegistered` for `RepoRegistered`. */
export function constantNameOf(file: ContractFile): string {
  return file.typeName.charAt(0).toLowerCase() + file.typeName.slice(1);
}

/** The name of the constant that holds an event's examples. */
export function examplesNameOf(file: ContractFile): string {
  return `${constantNameOf(file)}Examples`;
}

/** The TypeScript module of one contract file: its types, and for an event its contract. */
export async function typesModule(file: ContractFile, model: Model): Promise<OutputFile> {
  const { declarations, words } = await compileTypes(file, model);
  const imports = typeImports(file, model, words);
  const parts = [...declarations];
  if (file.kind !== "common") {
    imports.unshift(fromModule("import", ["strict", "tolerant"], `#validators/${file.path}`));
    parts.push(file.event === undefined ? envelopeConstant() : contractConstant(file as EventFile, model));
  }
  if (file.event !== undefined) imports.unshift('import type { EventContract } from "@statehub/events-runtime";');
  if (file.kind === "envelope") imports.unshift('import type { EnvelopeValidators } from "@statehub/events-runtime";');
  const head = `// @generated from ${file.file}`;
  const text = [head, imports.join("\n"), ...parts]
    .filter((part) => part !== "")
    .map((part) => part.trimEnd())
    .join("\n\n");
  return { path: modulePath(file), text: `${text}\n` };
}

/** One import per file that is referred to, of the names that stand in the types: a reference may say nothing there. */
function typeImports(file: ContractFile, model: Model, words: ReadonlySet<string>): string[] {
  const byPath = new Map<string, string[]>();
  for (const target of importedTargets(file, model.references)) {
    const name = typeNameAt(target);
    const path = relativePath(modulePath(file), modulePath(target.file));
    if (words.has(name)) byPath.set(path, [...(byPath.get(path) ?? []), name]);
  }
  return sortImports([...byPath].map(([path, names]) => fromModule("import type", names.sort(compareNames), path)));
}

function contractConstant(file: EventFile, model: Model): string {
  const { type, version, key } = file.event;
  const contract = {
    type,
    version,
    key,
    dataschema: dataschemaOf(file),
    digest: digest(file, model.references),
    sensitive: sensitivePointers(file, model.references),
  };
  const members = Object.entries(contract).map(([name, value]) => memberLiteral(name, value));
  const annotation = group(
    "EventContract<",
    indent(softline, `"${file.event.type}",`, line, file.typeName),
    softline,
    ">",
  );
  const comment = `/** The contract of \`${file.event.type}\`, version ${version}. */`;
  const name = `export const ${constantNameOf(file)}: `;
  return `${comment}\n${print([name, annotation, " =", hang(objectLiteral([...members, "strict", "tolerant"])), ";"])}`;
}

function envelopeConstant(): string {
  return "/** The validators of the envelope itself; the data is validated by the contract of its type. */\nexport const envelope: EnvelopeValidators = { strict, tolerant };";
}

/** The TypeScript module of an event's examples. */
export function examplesModule(file: EventFile): OutputFile {
  const path = examplesPath(file);
  const types = relativePath(path, modulePath(file));
  const type: Doc = ["readonly ", tuple([file.typeName, `...${file.typeName}[]`])];
  const value = print([`export const ${examplesNameOf(file)}: `, type, " =", hang(literal(file.schema.examples)), ";"]);
  const text = `// @generated from ${file.file}

${fromModule("import type", [file.typeName], types)}

/** The examples of \`${file.event.type}\`. */
${value}
`;
  return { path, text };
}
