import Core, { type AnyValidateFunction, type CodeKeywordDefinition, type Vocabulary } from "ajv/dist/core.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import applicator from "ajv/dist/vocabularies/applicator/index.js";
import core from "ajv/dist/vocabularies/core/index.js";
import discriminator from "ajv/dist/vocabularies/discriminator/index.js";
import next from "ajv/dist/vocabularies/next.js";
import unevaluated from "ajv/dist/vocabularies/unevaluated/index.js";
import validation from "ajv/dist/vocabularies/validation/index.js";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { subschemas } from "../../model/walk.ts";
import { compact } from "./compact.ts";
import { contractKeywords } from "./keywords.ts";
import type { ValidationRuntime } from "./runtime.ts";

export type Validators<Name extends string> = Readonly<Record<Name, AnyValidateFunction>>;

/**
 * Compiles schemas to the text of an ES module that exports a validator of each by its name, and to the functions that
 * the text makes. The text imports nothing but functions of the runtime.
 */
export function compileValidators<Name extends string>(
  schemas: Readonly<Record<Name, SchemaObject>>,
  runtime: ValidationRuntime,
): { validators: Validators<Name>; text: string } {
  // Keeping track of what was evaluated costs time in every function, so it is on only where it is asked for.
  const isTracking = JSON.stringify(schemas).includes('"unevaluated');
  const ajv = new Core.default({
    allErrors: true,
    // The check costs time at each property, and hardly any contract needs it.
    ownProperties: Object.values<SchemaObject>(schemas).some(hasInheritedName),
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
  const ours = new Map<unknown, CodeKeywordDefinition>(contractKeywords(runtime).map((one) => [one.keyword, one]));
  for (const definition of [...vocabularies.flat(), discriminator.default]) {
    // Ours stand in the place of ajv's: what was evaluated must be known before it is asked for.
    if (typeof definition === "string") {
      ajv.addKeyword(definition);
      continue;
    }
    for (const keyword of [definition.keyword].flat()) {
      ajv.addKeyword(ours.get(keyword) ?? { ...definition, keyword });
      ours.delete(keyword);
    }
  }
  for (const definition of ours.values()) ajv.addKeyword(definition);

  const names = Object.keys(schemas) as Name[];
  for (const name of names) ajv.addSchema(schemas[name], name);
  const source = standaloneCode.default(ajv, Object.fromEntries(names.map((name) => [name, name])));
  const { code, exports, calls } = compact(source);
  const imported = calls.length === 0 ? "" : `import { ${calls.join(", ")} } from "${runtime.module}";\n`;
  const exported = [...exports].map(([name, called]) => `${called} as ${name}`).join(", ");
  // What runs here is the text itself, not what ajv made of it on the way.
  const made = new Function(...calls, `${code};return { ${[...exports].map((pair) => pair.join(": ")).join(", ")} };`);
  const validators = made(...calls.map((name) => runtime.functions[name])) as Validators<Name>;
  return { validators, text: `${imported}${code}\nexport { ${exported} };` };
}

/** Whether a property is called as something that every object has, so that only its own properties count. */
function hasInheritedName(schema: Schema): boolean {
  if (typeof schema === "boolean") return false;
  const names = [...Object.keys(schema.properties ?? {}), ...(schema.required ?? [])];
  const dependent = Object.entries(schema.dependentRequired ?? {}).flat(2);
  if ([...names, ...dependent].some((name) => name in Object.prototype)) return true;
  return [...subschemas(schema, "")].some((inner) => hasInheritedName(inner.schema));
}
