import type { Json } from "@statehub/schema-compat";
import { arrayProbes } from "../../packages/schema-compat/test/probes/arrays.ts";
import { draftProbes } from "../../packages/schema-compat/test/probes/drafts.ts";
import { logicProbes } from "../../packages/schema-compat/test/probes/logic.ts";
import { objectProbes } from "../../packages/schema-compat/test/probes/objects.ts";
import type { Probe } from "../../packages/schema-compat/test/probes/probe.ts";
import { referenceProbes } from "../../packages/schema-compat/test/probes/references.ts";
import { stringProbes } from "../../packages/schema-compat/test/probes/strings.ts";
import { numberProbes, valueProbes } from "../../packages/schema-compat/test/probes/values.ts";
import { eventFile } from "../synthetic/event.ts";
import type { JsonSchema } from "../synthetic/schema.ts";

/** Two versions of a schema and the truth, as far as it is known: a line of a file of cases. */
export interface Pair {
  readonly id: string;
  readonly draft: string;
  readonly old: Json;
  readonly new: Json;
  readonly backward?: Truth;
  readonly forward?: Truth;
}

interface Truth {
  readonly verdict: "compatible" | "breaking";
}

const EVENTS = 3;

/** The project's own pairs: the engine's probes, and events that were changed in ways whose effect is plain. */
export function ownPairs(): Pair[] {
  return [...probePairs(), ...eventPairs()];
}

function probePairs(): Pair[] {
  const probes = [
    ...valueProbes,
    ...numberProbes,
    ...stringProbes,
    ...objectProbes,
    ...arrayProbes,
    ...logicProbes,
    ...referenceProbes,
    ...draftProbes,
  ];
  return probes.filter(isDecided).map(({ name, a, b, ab, ba, dialect }) => ({
    id: name,
    draft: dialect ?? "2020-12",
    old: a,
    new: b,
    backward: truth(ab === "yes"),
    forward: truth(ba === "yes"),
  }));
}

/** What depends on options says nothing of the others, who have none. */
function isDecided({ ab, ba, options = {} }: Probe): boolean {
  return ab !== "unknown" && ba !== "unknown" && Object.keys(options).length === 0;
}

function truth(isCompatible: boolean): Truth {
  return { verdict: isCompatible ? "compatible" : "breaking" };
}

/** A way to change an event so that every instance stays one, or that leaves the very same instances. */
type Operator = readonly [name: string, isSame: boolean, change: (schema: JsonSchema) => JsonSchema];

const properties = (schema: JsonSchema): Readonly<Record<string, JsonSchema>> =>
  schema.properties as Readonly<Record<string, JsonSchema>>;

function mapKey(schema: JsonSchema, change: (key: JsonSchema) => JsonSchema): JsonSchema {
  const [name = "", key = {}] = Object.entries(properties(schema))[0] ?? [];
  return { ...schema, properties: { ...properties(schema), [name]: change(key) } };
}

const OPERATORS: readonly Operator[] = [
  ["descriptions left out", true, ({ description: _, examples: __, ...rest }) => rest],
  ["keys in another order", true, (schema) => Object.fromEntries(Object.entries(schema).reverse())],
  ["wrapped in allOf", true, ({ $defs = {}, ...rest }) => ({ $defs, allOf: [rest] })],
  [
    "wrapped in a reference",
    true,
    ({ $defs = {}, ...rest }) => ({ $ref: "#/$defs/whole", $defs: { ...($defs as object), whole: rest } }),
  ],
  ["not not", true, ({ $defs = {}, ...rest }) => ({ $defs, not: { not: rest } })],
  ["nothing required", false, ({ required: _, ...rest }) => rest],
  ["the key may be null", false, (schema) => mapKey(schema, (key) => ({ ...key, type: ["string", "null"] }))],
  ["the key of any format", false, (schema) => mapKey(schema, ({ format: _, ...key }) => key)],
  ["or nothing at all", false, ({ $defs = {}, ...rest }) => ({ $defs, anyOf: [{ type: "null" }, rest] })],
  ["any properties", false, ({ properties: _, ...rest }) => rest],
];

function eventPairs(): Pair[] {
  return Array.from({ length: EVENTS }, (_, index) => eventFile(index)).flatMap(({ path, schema }) => {
    const event = selfContained(schema);
    return OPERATORS.map(
      ([name, isSame, change]): Pair => ({
        id: `${path}: ${name}`,
        draft: "2020-12",
        old: event as Json,
        new: change(event) as Json,
        backward: truth(true),
        forward: truth(isSame),
      }),
    );
  });
}

/** The contract without what only we read: our meta-schema, its id, and shared files, of which any object does. */
function selfContained({ $schema: _, $id: __, ...schema }: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (_key, value) => {
    const isShared = typeof value?.$ref === "string" && !value.$ref.startsWith("#");
    return isShared ? { type: "object" } : value;
  }) as JsonSchema;
}
