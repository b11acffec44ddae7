import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { ContractFile } from "./model.ts";
import { fromPointer } from "./pointer.ts";
import type { References } from "./references.ts";
import type { Schema } from "./schema.ts";

interface Declared {
  readonly schema: Schema;
  readonly required: boolean;
}

/** What a schema says of one property, also through its `$ref` and `allOf`. */
function property(schema: Schema, name: string, references: References): Declared | undefined {
  const target = references.follow(schema);
  if (typeof target === "boolean") return undefined;
  const own = target.properties;
  let declared = own !== undefined && Object.hasOwn(own, name) ? (own[name] as Schema) : undefined;
  let required = target.required?.includes(name) ?? false;
  for (const part of target.allOf ?? []) {
    const inner = property(part, name, references);
    declared ??= inner?.schema;
    required ||= inner?.required ?? false;
  }
  return declared === undefined ? undefined : { schema: declared, required };
}

/** Checks that the key of an event leads to a required string or number. */
export function checkKey(file: ContractFile, references: References): Diagnostic[] {
  if (file.event === undefined) return [];
  const { key } = file.event;
  const wrong = (problem: string): Diagnostic[] => [
    diagnostic("bad-key", file.source.place("/x-event/key"), { key, problem }),
  ];
  let schema: Schema = file.schema;
  for (const name of fromPointer(key)) {
    const declared = property(schema, name, references);
    if (declared === undefined) return wrong(`leads nowhere: no property ${JSON.stringify(name)} is declared`);
    if (!declared.required) return wrong(`leads to ${JSON.stringify(name)}, which is not required`);
    schema = declared.schema;
  }
  const target = references.follow(schema);
  const type = typeof target === "object" ? (target.type ?? typeof target.const) : "anything";
  if (type === "string" || type === "integer" || type === "number") return [];
  return wrong(`leads to ${JSON.stringify(type)}, want a string or a number that is never null`);
}
