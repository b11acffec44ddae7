import { type Diagnostic, diagnostic, type Place } from "../diagnostics/diagnostic.ts";
import type { ContractFile } from "./contract-file.ts";
import { child, fromPointer, valueAt } from "./pointer.ts";
import type { References, Target } from "./references.ts";
import type { Schema } from "./schema.ts";
import { pascalCase } from "./subject.ts";
import { allSchemas } from "./walk.ts";

/** Names that a generated module uses itself. */
const TAKEN = new Set(["EnvelopeValidators", "EventContract", "Record"]);
const NAME = /^[A-Z][A-Za-z0-9]*$/;

/** The name of the TypeScript type of a schema: its title, else what its key in `$defs` or its property is called. */
export function typeNameAt({ file, pointer }: Target): string {
  if (pointer === "") return file.typeName;
  const schema = valueAt(file.schema, pointer) as Schema;
  const title = typeof schema === "object" ? schema.title : undefined;
  return title ?? pascalCase(fromPointer(pointer).at(-1) as string);
}

/** Pointers of the schemas of a file that have a type of their own: the root, `$defs`, titled ones, targets of references. */
export function namedPointers(file: ContractFile, references: References): string[] {
  const pointers = new Set([""]);
  for (const key of Object.keys(file.schema.$defs ?? {})) pointers.add(child("/$defs", key));
  for (const { schema, pointer } of allSchemas(file.schema)) {
    if (schema.title !== undefined) pointers.add(pointer);
    if (schema.$ref !== undefined) {
      const target = references.targetOf(schema);
      if (target.file === file) pointers.add(target.pointer);
    }
  }
  return [...pointers];
}

/** The types of other files that a file refers to, each once, and where it first does so. */
export function importedTargets(file: ContractFile, references: References): (Target & { readonly from: string })[] {
  const targets = new Map<string, Target & { readonly from: string }>();
  for (const { schema, pointer } of allSchemas(file.schema)) {
    if (schema.$ref === undefined) continue;
    const target = references.targetOf(schema);
    const key = `${target.file.path}#${target.pointer}`;
    if (target.file !== file && !targets.has(key)) targets.set(key, { ...target, from: child(pointer, "$ref") });
  }
  return [...targets.values()];
}

/** Checks that the types of a file's module, and those that it imports, have usable names that differ. */
export function checkNames(file: ContractFile, references: References): Diagnostic[] {
  const found: Diagnostic[] = [];
  const owners = new Map<string, string>();
  const own = namedPointers(file, references).map((pointer) => ({ file, pointer, from: pointer }));
  for (const target of [...importedTargets(file, references), ...own]) {
    const name = typeNameAt(target);
    const place = (): Place => file.source.place(target.from);
    const other = owners.get(name);
    if (!NAME.test(name)) {
      found.push(diagnostic("bad-name", place(), { name, problem: "is not PascalCase: want letters and digits" }));
    } else if (TAKEN.has(name)) {
      found.push(diagnostic("bad-name", place(), { name, problem: "is used by every generated module" }));
    } else if (other !== undefined) {
      found.push(diagnostic("name-clash", place(), { name, other }));
    }
    owners.set(name, `${target.file.file}#${target.pointer}`);
  }
  return found;
}
