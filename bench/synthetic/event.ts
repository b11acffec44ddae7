import { DEFINERS } from "./definitions.ts";
import { ALWAYS, SOMETIMES } from "./fields.ts";
import { pascal } from "./names.ts";
import { randomOf } from "./random.ts";
import { exampleOf, type Field, type JsonSchema, objectOf } from "./schema.ts";
import { NOUNS, PARTS, TEAMS, VERBS } from "./words.ts";

const BASE = "https://schemas.statehub.org/";
/** How many of the optional fields an event takes. With those that all have, about 25. */
const TAKEN = 13;

/** An event's contract file: its path under schemas/ without `.json`, and its schema. */
export interface EventFile {
  readonly path: string;
  readonly schema: JsonSchema;
}

/** How many different events there are. */
export const MOST_EVENTS: number = NOUNS.length * VERBS.length;

/** The event number `index`: always the same, and unlike the others. */
export function eventFile(index: number): EventFile {
  const random = randomOf(index + 1);
  const noun = NOUNS[index % NOUNS.length] as string;
  const verb = VERBS[Math.floor(index / NOUNS.length)] as string;
  const nouns = index % 3 === 2 ? [noun, random.pick(PARTS)] : [noun];
  const path = `${nouns.join("/")}/${verb}.v1`;
  const common = `${"../".repeat(nouns.length)}common`;

  const key: Field = {
    name: `${noun}_id`,
    schema: { type: "string", format: "uuid", description: `The id of the ${noun} in the hub.` },
    example: random.uuid(),
    isRequired: true,
  };
  const makers = [...ALWAYS, ...DEFINERS, ...random.sample(SOMETIMES, TAKEN)];
  const fields = [key, ...makers.map((maker) => maker(noun, random))];
  const full = exampleOf(fields);
  const minimal = exampleOf(fields, true);
  const schema = {
    $schema: `${BASE}contract/v1`,
    $id: `${BASE}${path}`,
    title: pascal([...nouns, verb].join("_")),
    description: `A ${nouns.join("'s ")} was ${verb}.`,
    "x-event": {
      type: `org.statehub.${[...nouns, verb].join(".")}`,
      version: "1.0.0",
      owner: random.pick(TEAMS),
      lifecycle: "stable",
      emittedWhen: `In the transaction that stores that the ${noun} was ${verb}.`,
      key: `/${key.name}`,
    },
    ...objectOf(fields),
    $defs: Object.assign({}, ...fields.map(({ definitions }) => definitions)),
    examples: [full, minimal],
    "x-invalid-examples": [
      { why: `\`${key.name}\` is not a UUID`, data: { ...minimal, [key.name]: "4821" } },
      { why: "`status` is not a known status", data: { ...minimal, status: "lost" } },
      { why: "`nmae` is not declared", data: { ...minimal, nmae: "a typing error" } },
    ],
  };
  return { path, schema: withCommon(schema, common) };
}

/** `schema` with the way to the shared fragments in place of `{common}`. */
function withCommon(schema: JsonSchema, common: string): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll("{common}", common));
}
