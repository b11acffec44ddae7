import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import { bundle } from "../../model/bundle.ts";
import { closed, open } from "../../model/content-model.ts";
import type { ContractFile } from "../../model/contract-file.ts";
import type { Model } from "../../model/model.ts";
import { child } from "../../model/pointer.ts";
import { ANNOTATIONS, type SchemaObject } from "../../model/schema.ts";
import { mapSubschemas } from "../../model/walk.ts";
import type { Rendered } from "../output.ts";
import { validatorsPath } from "../paths.ts";
import type { Validators } from "./compiler.ts";
import { inlineReferences } from "./inline.ts";
import type { ValidationRuntime } from "./runtime.ts";

/** Less to compile. */
function withoutAnnotations(schema: SchemaObject): SchemaObject {
  const kept = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword)));
  return mapSubschemas(kept, (inner) => (typeof inner === "boolean" ? inner : withoutAnnotations(inner)));
}

const compilable = (schema: SchemaObject): SchemaObject => inlineReferences(withoutAnnotations(schema));

/**
 * The JavaScript module with the two validators of a file, `strict` for writers and `tolerant` for readers.
 * The file's examples are run through them on the way: a valid one that is refused, or an invalid one that is
 * accepted, is a diagnostic.
 */
export async function validatorsModule(
  file: ContractFile,
  model: Model,
  runtime: ValidationRuntime,
): Promise<Rendered> {
  // Loaded when there is something to compile: most runs find every module up to date.
  const { compileValidators } = await import("./compiler.ts");
  const self = bundle(file, model.references);
  const schemas = { strict: compilable(closed(self)), tolerant: compilable(open(self)) };
  let compiled: ReturnType<typeof compileValidators<keyof typeof schemas>>;
  try {
    compiled = compileValidators(schemas, runtime);
  } catch (error) {
    const problem = (error as Error).message;
    return { files: [], diagnostics: [diagnostic("unusable-schema", file.source.place(""), { problem })] };
  }
  const { validators, text: code } = compiled;
  const text = `// @generated from ${file.file}\n${code}\n`;
  return { files: [{ path: validatorsPath(file), text }], diagnostics: checkExamples(file, validators, runtime) };
}

function checkExamples(file: ContractFile, { strict }: Validators<"strict">, runtime: ValidationRuntime): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [i, example] of (file.schema.examples ?? []).entries()) {
    if (strict(example)) continue;
    const place = file.source.place(child("/examples", i));
    for (const violation of runtime.explain(strict.errors, example)) {
      found.push(diagnostic("invalid-example", place, violation));
    }
  }
  for (const [i, { why, data }] of (file.schema["x-invalid-examples"] ?? []).entries()) {
    if (!strict(data)) continue;
    const place = file.source.place(child("/x-invalid-examples", i));
    found.push(diagnostic("accepted-invalid-example", place, { why }));
  }
  return found;
}
