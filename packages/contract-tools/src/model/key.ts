import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { conjuncts } from "./conjuncts.ts";
import type { ContractFile } from "./contract-file.ts";
import { fromPointer } from "./pointer.ts";
import type { References } from "./references.ts";
import type { SchemaObject } from "./schema.ts";

/** The JSON types that a value may have, as far as its schemas say; undefined where they say nothing. */
function typesOf(parts: readonly SchemaObject[]): string[] | undefined {
  for (const { type, const: value, enum: values = value === undefined ? undefined : [value] } of parts) {
    if (type !== undefined) return [type].flat();
    if (values !== undefined) return values.map((one) => (one === null ? "null" : typeof one));
  }
  return undefined;
}

/** Checks that the key of an event leads to a required string or number. */
export function checkKey(file: ContractFile, references: References): Diagnostic[] {
  if (file.event === undefined) return [];
  const { key } = file.event;
  const wrong = (problem: string): Diagnostic[] => [
    diagnostic("bad-key", file.source.place("/x-event/key"), { key, problem }),
  ];
  let parts = conjuncts(file.schema, references);
  for (const name of fromPointer(key)) {
    const declared = parts.flatMap(({ properties = {} }) =>
      Object.hasOwn(properties, name) ? [properties[name]] : [],
    );
    if (declared.length === 0) return wrong(`leads nowhere: no property ${JSON.stringify(name)} is declared`);
    if (!parts.some(({ required }) => required?.includes(name))) {
      return wrong(`leads to ${JSON.stringify(name)}, which is not required`);
    }
    parts = declared.flatMap((schema) => conjuncts(schema ?? true, references));
  }
  const types = typesOf(parts);
  if (types?.every((type) => type === "string" || type === "integer" || type === "number")) return [];
  return wrong(`leads to ${types?.join(" or ") ?? "anything"}, want a string or a number that is never null`);
}
