import { validatorsModule } from "../../src/generate/validators/module.ts";
import { bundle } from "../../src/model/bundle.ts";
import { closed, open } from "../../src/model/content-model.ts";
import type { ContractFile } from "../../src/model/contract-file.ts";
import type { Model } from "../../src/model/model.ts";
import type { SchemaObject } from "../../src/model/schema.ts";
import { eventContract, fileOf, modelOf } from "./contracts.ts";
import { runtime } from "./runtime.ts";

export interface RawError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly propertyName?: string;
}

export interface Validator {
  (data: unknown): boolean;
  errors?: readonly RawError[] | null;
}

export interface ValidatorsModule {
  readonly text: string;
  readonly strict: Validator;
  readonly tolerant: Validator;
}

/** Generates the validators of a file and loads the text as the module that it is. */
export async function loadValidators(file: ContractFile, model: Model): Promise<ValidatorsModule> {
  const { files, diagnostics } = await validatorsModule(file, model, runtime);
  const [generated] = files;
  if (generated === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return { text: generated.text, ...evaluate(generated.text) };
}

/** The exports of a validators module. Its one import is looked up by name, so that a name that is not there throws. */
function evaluate(text: string): Pick<ValidatorsModule, "strict" | "tolerant"> {
  const [, imports = "", code = "", exports = ""] =
    /^\/\/ @generated from \S+\n(?:import \{ (.*) \} from "@statehub\/events-runtime\/validation";\n)?([\s\S]*)\nexport \{ (.*) \};\n$/.exec(
      text,
    ) ?? [];
  if (code === "") throw new Error(`unexpected form of a module: ${text.slice(0, 300)}`);
  const names = imports.split(", ").filter((name) => name !== "");
  const values = names.map((name) => {
    if (runtime.functions[name] === undefined) throw new Error(`the runtime has no ${name}`);
    return runtime.functions[name];
  });
  const members = exports.split(", ").map((one) => one.split(" as ").reverse().join(": "));
  return new Function(...names, `"use strict";${code};return { ${members.join(", ")} };`)(...values);
}

/** The two sides of a contract as schemas, without what stock tools would stumble over. */
export function sidesOf(file: ContractFile, model: Model): { strict: SchemaObject; tolerant: SchemaObject } {
  const { $schema: _, $id: __, "x-event": ___, ...bundled } = bundle(file, model.references);
  return { strict: closed(bundled), tolerant: open(bundled) };
}

/** The validators of an event with one field. */
export function fieldValidators(
  schema: unknown,
  more: Readonly<Record<string, unknown>> = {},
): Promise<ValidatorsModule> {
  const type = "org.statehub.test.tried";
  const model = modelOf(eventContract(type, { properties: { field: schema }, examples: [null], ...more }));
  return loadValidators(fileOf(model, "test/tried.v1"), model);
}

/** What a validator says of one value: nothing, or each error as pointer and keyword. */
export function refusals(validate: Validator, field: unknown): string[] {
  if (validate({ id: "x", field })) return [];
  return [...new Set((validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`))].sort();
}
