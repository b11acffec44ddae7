import type { Json, JsonObject } from "../../src/index.ts";

type Answer = "yes" | "no" | "unknown";

/** A change that a person may make to a schema, and what becomes of it. */
export interface TourCase {
  readonly title: string;
  readonly older: Json;
  readonly newer: Json;
  /** Backward and forward, under the content model `contract`. */
  readonly contract: readonly [Answer, Answer];
  /** The same `as-written`. */
  readonly asWritten: readonly [Answer, Answer];
  readonly advice: string;
}

export interface TourSection {
  readonly title: string;
  readonly intro?: string;
  readonly cases: readonly TourCase[];
}

export const S: JsonObject = { type: "string" };

/** An object with these properties, of which some are required. */
export function object(properties: JsonObject, ...required: string[]): JsonObject {
  return { type: "object", properties, ...(required.length === 0 ? {} : { required }) };
}

/** An event with one field of which nothing but its schema changes. */
export function field(schema: Json): JsonObject {
  return object({ value: schema });
}

export const both = {
  fine: ["yes", "yes"],
  broken: ["no", "no"],
  backwardOnly: ["yes", "no"],
  forwardOnly: ["no", "yes"],
} as const;
