/** A JSON Schema or a part of one, as it stands in a contract file. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A property of an event with a value that is valid for it. */
export interface Field {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly example: unknown;
  readonly isRequired: boolean;
  /** Definitions that the schema refers to, by name. */
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** Fields as an object schema's `properties` and `required`. */
export function objectOf(fields: readonly Field[]): JsonSchema {
  const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** An object with the fields' examples; without those that are not required, if `isMinimal`. */
export function exampleOf(fields: readonly Field[], isMinimal = false): Record<string, unknown> {
  return Object.fromEntries(
    fields.filter(({ isRequired }) => isRequired || !isMinimal).map(({ name, example }) => [name, example]),
  );
}
