import { dataschemaOf, digest } from "../../model/bundle.ts";
import type { ContractFile, EventFile, Model } from "../../model/model.ts";
import { importedTargets, typeNameAt } from "../../model/names.ts";
import { sensitivePointers } from "../../model/sensitive.ts";
import type { OutputFile } from "../output.ts";
import { examplesPath, modulePath, relativePath } from "../paths.ts";
import { compileTypes } from "./compile.ts";
import { compareNames, comparePaths } from "./imports.ts";
import { literal } from "./literal.ts";

/** The name of the constant that holds an event's contract: `repoRegistered` for `RepoRegistered`. */
export function constantNameOf(file: ContractFile): string {
  return file.typeName.charAt(0).toLowerCase() + file.typeName.slice(1);
}

/** The TypeScript module of one contract file: its types, and for an event its contract. */
export async function typesModule(file: ContractFile, model: Model): Promise<OutputFile> {
  const imports = typeImports(file, model);
  const parts = await compileTypes(file, model);
  if (file.kind !== "common") {
    imports.unshift(`import { strict, tolerant } from "#validators/${file.path}";`);
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

/** One import line per file that is referred to, in the formatter's order. */
function typeImports(file: ContractFile, model: Model): string[] {
  const byPath = new Map<string, string[]>();
  for (const target of importedTargets(file, model.references)) {
    const path = relativePath(modulePath(file), modulePath(target.file));
    byPath.set(path, [...(byPath.get(path) ?? []), typeNameAt(target)]);
  }
  return [...byPath]
    .sort(([a], [b]) => comparePaths(a, b))
    .map(([path, names]) => `import type { ${names.sort(compareNames).join(", ")} } from "${path}";`);
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
  const members = literal(contract, "", 0).replace(/\n}$/, "\n  strict,\n  tolerant,\n}");
  const head = `export const ${constantNameOf(file)}: EventContract<"${type}", ${file.typeName}> =`;
  return `/** The contract of \`${type}\`, version ${version}. */\n${head} ${members};`;
}

function envelopeConstant(): string {
  return "/** The validators of the envelope itself; the data is validated by the contract of its type. */\nexport const envelope: EnvelopeValidators = { strict, tolerant };";
}

/** The TypeScript module of an event's examples. */
export function examplesModule(file: EventFile): OutputFile {
  const path = examplesPath(file);
  const name = `${constantNameOf(file)}Examples`;
  const types = relativePath(path, modulePath(file));
  const type = `readonly [${file.typeName}, ...${file.typeName}[]]`;
  const text = `// @generated from ${file.file}

import type { ${file.typeName} } from "${types}";

/** The examples of \`${file.event.type}\`. */
export const ${name}: ${type} = ${literal(file.schema.examples, "", 0)};
`;
  return { path, text };
}
