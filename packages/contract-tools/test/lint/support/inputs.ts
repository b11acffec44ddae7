import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { lintContracts, lintSchemas } from "../../../src/lint/lint.ts";
import type { InputFile } from "../../../src/model/model.ts";
import { WAIVERS } from "../../../src/model/paths.ts";
import { asFile, commonContract, eventContract } from "../../support/contracts.ts";

export type Json = Readonly<Record<string, unknown>>;

/** The day on which all of these tests take place. */
export const TODAY = "2026-06-01";
export const TRIED = "org.statehub.test.tried";
export const TRIED_FILE = "schemas/test/tried.v1.json";

/** A contract with nothing to say against it; `more` replaces its keywords, and adds to its properties. */
export function contract(more: Json = {}, type: string = TRIED): Json {
  const { properties, ...rest } = more as { properties?: object };
  const id = { type: "string", maxLength: 64, description: "The id of what was tried." };
  return eventContract(type, { properties: { id, ...properties }, ...rest });
}

/** A contract with one field besides its id. */
export const field = (schema: unknown, more: Json = {}): Json => contract({ properties: { field: schema }, ...more });

/** A contract whose `x-event` says something else. */
export function event(more: Json, type: string = TRIED): Json {
  const plain = contract({}, type);
  return { ...plain, "x-event": { ...(plain["x-event"] as object), ...more } };
}

export const common: typeof commonContract = commonContract;

/** What is found in contracts; files are taken as they are. */
export function lintOf(...files: readonly (Json | InputFile)[]): readonly Diagnostic[] {
  const inputs = files.map((file) => ("text" in file && "file" in file ? (file as InputFile) : asFile(file as Json)));
  return lintContracts(
    inputs.filter(({ file }) => !file.startsWith("schemas/released/") && file !== WAIVERS),
    {
      today: TODAY,
      released: inputs.filter(({ file }) => file.startsWith("schemas/released/")),
      waivers: inputs.find(({ file }) => file === WAIVERS),
    },
  ).diagnostics;
}

/** What is found in a schema that is not a contract. */
export function lintSchema(schema: unknown, file = "test.json"): readonly Diagnostic[] {
  const text = typeof schema === "string" ? schema : JSON.stringify(schema, null, 2);
  const options = { today: TODAY, dialect: "2020-12", named: file, certain: new Set([file]) } as const;
  return lintSchemas([{ file, text }], options).diagnostics;
}
