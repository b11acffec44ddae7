import type { ContractFile, EventFile } from "../../src/model/contract-file.ts";
import { type InputFile, type Model, readModel } from "../../src/model/model.ts";
import type { SchemaObject } from "../../src/model/schema.ts";
import { modulePathOf, parseEventType, pascalCase, typeNameOf } from "../../src/model/subject.ts";

const META = "https://schemas.statehub.org/contract/v1";
const BASE = "https://schemas.statehub.org/";

/** A contract file as a value: the envelope of keywords around what a test is about, which may replace any of them. */
export function eventContract(type: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const parsed = parseEventType(type);
  if ("problem" in parsed) throw new TypeError(`${type}: ${parsed.problem}`);
  const { properties, required, ...rest } = more as { properties?: object; required?: string[] };
  return {
    $schema: META,
    $id: BASE + modulePathOf(parsed),
    title: typeNameOf(parsed),
    description: "Something happened.",
    "x-event": {
      type,
      version: `${parsed.major}.0.0`,
      owner: "team-test",
      lifecycle: "stable",
      emittedWhen: "When it happens.",
      key: "/id",
    },
    type: "object",
    properties: { id: { type: "string" }, ...properties },
    required: ["id", ...(required ?? [])],
    examples: [{ id: "a" }],
    "x-invalid-examples": [{ why: "`id` is missing", data: {} }],
    ...rest,
  };
}

/** A shared fragment as a value. */
export function commonContract(name: string, schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    $schema: META,
    $id: `${BASE}common/${name}.json`,
    title: pascalCase(name),
    description: "A shared part.",
    examples: [null],
    ...schema,
  };
}

/** A contract's value as the file that its `$id` says it is. */
export function asFile(contract: Readonly<Record<string, unknown>>): InputFile {
  const path = String(contract.$id)
    .slice(BASE.length)
    .replace(/\.json$/, "");
  return { file: `schemas/${path}.json`, text: JSON.stringify(contract, null, 2) };
}

/** The model of contracts that are in order; throws what is wrong with them otherwise. */
export function modelOf(...contracts: readonly Readonly<Record<string, unknown>>[]): Model {
  const { model, diagnostics } = readModel(contracts.map(asFile));
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ file, message }) => `${file}: ${message}`).join("\n"));
  return model;
}

/** The file of a model whose path under schemas/ this is. */
export function fileOf(model: Model, path: string): ContractFile {
  const file = model.files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no file ${path}`);
  return file;
}

/** The event of this type in a model. */
export function eventOf(model: Model, type: string): EventFile {
  const file = model.events.find(({ event }) => event.type === type);
  if (file === undefined) throw new Error(`no event ${type}`);
  return file;
}

export type { SchemaObject };
