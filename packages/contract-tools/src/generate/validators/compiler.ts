import Core, { type AnyValidateFunction, type Vocabulary } from "ajv/dist/core.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import applicator from "ajv/dist/vocabularies/applicator/index.js";
import core from "ajv/dist/vocabularies/core/index.js";
import discriminator from "ajv/dist/vocabularies/discriminator/index.js";
import next from "ajv/dist/vocabularies/next.js";
import unevaluated from "ajv/dist/vocabularies/unevaluated/index.js";
import validation from "ajv/dist/vocabularies/validation/index.js";
import type { SchemaObject } from "../../model/schema.ts";
import { compact } from "./compact.ts";
import { contractKeywords } from "./keywords.ts";
import type { ValidationRuntime } from "./runtime.ts";

export type Validators<Name extends string> = Readonly<Record<Name, AnyValidateFunction>>;

/**
 * Compiles schemas, as functions and as the text of an ES module that exports them by their names. The text needs
 * nothing but the runtime's functions that `imports` lists.
 */
export function compileValidators<Name extends string>(
  schemas: Readonly<Record<Name, SchemaObject>>,
  runtime: ValidationRuntime,
): { validators: Validators<Name>; code: string; imports: readonly string[] } {
  // Keeping track of what was evaluated costs time in every function, so it is on only where it is asked for.
  const isTracking = JSON.stringify(schemas).includes('"unevaluated');
  const ajv = new Core.default({
    allErrors: true,
    discriminator: true,
    next: true,
    unevaluated: isTracking,
    // The contract's keywords were checked before; ajv's own opinions are about style.
    strict: false,
    validateSchema: false,
    meta: false,
    messages: false,
    code: { source: true, esm: true },
  });
  const vocabularies: Vocabulary[] = [core.default, validation.default, applicator.default(true), next.default];
  if (isTracking) vocabularies.push(unevaluated.default);
  for (const vocabulary of vocabularies) ajv.addVocabulary(vocabulary);
  ajv.addKeyword(discriminator.default);
  for (const definition of contractKeywords(runtime)) {
    ajv.removeKeyword(definition.keyword as string);
    ajv.addKeyword(definition);
  }

  const names = Object.keys(schemas) as Name[];
  for (const name of names) ajv.addSchema(schemas[name], name);
  const validators = Object.fromEntries(names.map((name) => [name, ajv.getSchema(name)])) as Validators<Name>;
  const exported = Object.fromEntries(names.map((name) => [name, name]));
  const { code, calls } = compact(standaloneCode.default(ajv, exported));
  return { validators, code, imports: [...new Set(calls)].sort() };
}
