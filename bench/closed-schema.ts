import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { JsonSchema } from "./synthetic/schema.ts";

/** Keywords that ajv does not know. */
const OURS = new Set(["x-event", "x-classification", "x-invalid-examples", "x-extensible-enum"]);
/** Keywords whose values are schemas by name. */
const MAPS = new Set(["properties", "$defs"]);
/** Keywords whose values hold data. */
const DATA = new Set(["examples", "const", "enum", "default", "required"]);

/**
 * The schema that stock ajv gets for a snapshot: what a publisher may send, in standard keywords alone. It holds for
 * the bench's contracts, which combine no object schemas at one place.
 */
export function closedSchema(schema: JsonSchema): JsonSchema {
  const closed: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (OURS.has(keyword)) continue;
    if (MAPS.has(keyword)) closed[keyword] = mapValues(value as Record<string, JsonSchema>);
    else if (DATA.has(keyword) || typeof value !== "object") closed[keyword] = value;
    else if (Array.isArray(value))
      closed[keyword] = value.map((inner) => (isSchema(inner) ? closedSchema(inner) : inner));
    else closed[keyword] = closedSchema(value as JsonSchema);
  }
  if (schema["x-extensible-enum"] !== undefined) closed.enum = schema["x-extensible-enum"];
  if (schema.properties !== undefined) closed.additionalProperties = false;
  return closed;
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === "object" && value !== null;

const mapValues = (map: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(map).map(([key, schema]) => [key, closedSchema(schema)]));

/** Closes the snapshots that were generated under `root`, into the folder `closed` there; returns that folder. */
export function writeClosedSchemas(root: string): string {
  const source = join(root, "packages/events-contracts/schemas");
  const target = join(root, "closed");
  for (const file of readdirSync(source, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".json")) continue;
    const schema = JSON.parse(readFileSync(join(source, file), "utf8")) as JsonSchema;
    mkdirSync(dirname(join(target, file)), { recursive: true });
    writeFileSync(join(target, file), JSON.stringify(closedSchema(schema)));
  }
  return target;
}
