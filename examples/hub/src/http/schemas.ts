/** A text of limited length, without the one character that PostgreSQL cannot store. */
export const text = (maxLength: number, more: object = {}): object => ({
  type: "string",
  minLength: 1,
  maxLength,
  pattern: "^[^\\u0000]*$",
  ...more,
});
export const id: object = { type: "string", format: "uuid" };
export const slug: object = text(64, { pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" });
export const orNull = (schema: object): object => ({ anyOf: [schema, { type: "null" }] });
export const oneOf = (...values: readonly string[]): object => ({ type: "string", enum: values });
export const list = (items: object, maxItems = 100): object => ({ type: "array", items, maxItems });
/** An object with these properties and no others; those named are required. */
export const object = (properties: Readonly<Record<string, object>>, ...required: readonly string[]): object => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});

export const team: object = object({ slug, name: text(200) }, "slug");
export const actor: object = object(
  {
    kind: oneOf("user", "agent", "system"),
    id: text(128),
    display_name: text(200),
    email: text(254, { format: "email" }),
  },
  "kind",
  "id",
);
export const day: object = { type: "string", format: "date" };

/** What is stored beside what the client says. */
export const stored: object = { type: "object", additionalProperties: true, required: ["id"], properties: { id } };
