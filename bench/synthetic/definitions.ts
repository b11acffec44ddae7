import { pascal } from "./names.ts";
import type { Random } from "./random.ts";
import { exampleOf, type Field, type JsonSchema, objectOf } from "./schema.ts";

const count = (name: string, description: string, random: Random): Field => ({
  name,
  schema: { type: "integer", minimum: 0, maximum: 100_000, description },
  example: random.below(100),
  isRequired: name === "total",
});

const text = (name: string, longest: number, description: string, example: string): Field => ({
  name,
  schema: { type: "string", minLength: 1, maxLength: longest, description, "x-classification": "internal" },
  example,
  isRequired: true,
});

/** A property that refers to definitions of the same file. */
type Definer = (noun: string, random: Random) => Field;

/** Numbers of things by status: an object of integers. */
const counts: Definer = (noun, random) => {
  const fields = [
    count("total", "All of them.", random),
    count("open", "Those that are not yet begun.", random),
    count("in_progress", "Those that somebody works on.", random),
    count("blocked", "Those that wait for something.", random),
    count("done", "Those that are finished.", random),
  ];
  const key = `${noun}_counts`;
  return {
    name: "counts",
    schema: { $ref: `#/$defs/${key}`, description: `What belongs to the ${noun}, by status.` },
    example: exampleOf(fields),
    isRequired: true,
    definitions: { [key]: { title: pascal(key), description: "Numbers by status.", ...objectOf(fields) } },
  };
};

/** Where it came from: a union that `kind` tells apart. */
const origin: Definer = (noun, random) => {
  const branch = (kind: string, fields: readonly Field[], description: string): [string, JsonSchema] => [
    `${kind}_origin`,
    {
      title: pascal(`${kind}_origin`),
      description,
      ...withKind(kind, fields),
    },
  ];
  const manual = [
    text("reason", 500, "Why, as somebody wrote it.", "Asked for in the weekly review."),
    {
      name: "actor",
      schema: { $ref: "{common}/actor.json", description: "Who did it." },
      example: { kind: "user", id: "user-4821" },
      isRequired: true,
    },
  ];
  const imported: Field[] = [
    {
      name: "import_id",
      schema: { type: "string", format: "uuid", description: "The import." },
      example: random.uuid(),
      isRequired: true,
    },
    {
      name: "row",
      schema: { type: "integer", minimum: 1, description: "The row in the imported file." },
      example: 1 + random.below(5000),
      isRequired: false,
    },
  ];
  const rule = [text("rule", 120, "The name of the rule.", `${noun}-housekeeping`)];
  const definitions = Object.fromEntries([
    branch("manual", manual, "A person did it."),
    branch("import", imported, "An import brought it."),
    branch("rule", rule, "A rule of the hub did it."),
  ]);
  const refs = Object.keys(definitions).map((key) => ({ $ref: `#/$defs/${key}` }));
  const key = `${noun}_origin`;
  return {
    name: "origin",
    schema: { $ref: `#/$defs/${key}`, description: "How it came about; `kind` says which of the forms it is." },
    example: { kind: "import", ...exampleOf(imported) },
    isRequired: true,
    definitions: { [key]: { title: pascal(key), description: "How it came about.", oneOf: refs }, ...definitions },
  };
};

function withKind(kind: string, fields: readonly Field[]): JsonSchema {
  const tag: Field = {
    name: "kind",
    schema: { const: kind, description: `Says that this is the form \`${kind}\`.` },
    example: kind,
    isRequired: true,
  };
  return objectOf([tag, ...fields]);
}

/** What changed: an array of objects. */
const changes: Definer = (noun, random) => {
  const key = `${noun}_change`;
  const fields: Field[] = [
    {
      name: "field",
      schema: { type: "string", pattern: "^[a-z][a-z0-9_]*$", maxLength: 64, description: "The field's name." },
      example: random.pick(["name", "owner", "status"]),
      isRequired: true,
    },
    {
      name: "before",
      schema: { type: ["string", "null"], maxLength: 500, description: "Its value before; null when it had none." },
      example: null,
      isRequired: true,
    },
    {
      name: "after",
      schema: { type: ["string", "null"], maxLength: 500, description: "Its value now; null when it has none." },
      example: "Platform",
      isRequired: true,
    },
    {
      name: "impact",
      schema: { enum: ["none", "minor", "major"], description: "How much depends on it." },
      example: "minor",
      isRequired: false,
    },
  ];
  return {
    name: "changes",
    schema: {
      type: "array",
      items: { $ref: `#/$defs/${key}` },
      minItems: 1,
      maxItems: 50,
      description: "What changed, in the order of the form.",
    },
    example: [exampleOf(fields), exampleOf(fields, true)],
    isRequired: true,
    definitions: { [key]: { title: pascal(key), description: "One changed field.", ...objectOf(fields) } },
  };
};

/** Its status, now and before: an enum that two fields share. */
const status: Definer = (noun) => {
  const key = `${noun}_status`;
  return {
    name: "status",
    schema: { $ref: `#/$defs/${key}`, description: `The status of the ${noun} after the event.` },
    example: "active",
    isRequired: true,
    definitions: {
      [key]: {
        title: pascal(key),
        description: `Where a ${noun} stands.`,
        type: "string",
        enum: ["draft", "active", "paused", "blocked", "done", "archived"],
      },
    },
  };
};

const previousStatus: Definer = (noun) => ({
  name: "previous_status",
  schema: {
    anyOf: [{ $ref: `#/$defs/${noun}_status` }, { type: "null" }],
    description: "The status before it; null when there was none.",
  },
  example: "draft",
  isRequired: true,
});

/** Every event has these, so each has local definitions, a union and an array of objects. */
export const DEFINERS: readonly Definer[] = [status, previousStatus, counts, origin, changes];
