import {
  closeSchema,
  type Format,
  type Json,
  type JsonObject,
  sample,
  sampleInvalid,
  standardFormats,
  validatorOf,
} from "@statehub/schema-compat";
import { valueAt } from "../model/pointer.ts";

export interface InstanceOptions {
  /**
   * Whose instances: with `contract` (default) what a publisher of the contract may send, everything declared and
   * nothing undeclared; with `as-written` what the schema itself accepts.
   */
  readonly model?: "contract" | "as-written";
}

/** A self-contained schema of draft 2020-12, and questions about the parts of it. */
export interface Document {
  readonly root: Json;
  /** What a reference in it leads to; undefined where that is no place in it. */
  readonly resolve: (ref: string) => Json | undefined;
  readonly isValid: (schema: Json) => (value: Json) => boolean;
  readonly samples: (schema: Json, count?: number) => readonly Json[];
  readonly invalidSamples: (schema: Json, count?: number) => readonly Json[];
}

const URI = "urn:statehub:testing";
/** A part of a schema is asked about often: each answer may take a moment, not more. */
const BUDGET = { steps: 20_000, milliseconds: 2_000 };

/** As publishers check it: RFC 5321 bounds what stands before the last @ and behind it (section 4.5.3.1). */
const { exactly, validate: isMailbox } = standardFormats.email as Format;
const email: Format = {
  validate: (text) => isMailbox(text) && text.lastIndexOf("@") <= 64 && text.length - text.lastIndexOf("@") <= 256,
  ...(exactly === undefined ? {} : { within: exactly }),
  samples: ["a@b.co", "someone@example.org"],
};

/** Prepares a schema. Throws SchemaError, when asked, where it cannot be read or refers to something outside itself. */
export function documentOf(schema: object, { model = "contract" }: InstanceOptions = {}): Document {
  const { $schema: _, $id: __, ...own } = schema as JsonObject;
  const root = absolute(model === "contract" ? closeSchema(own) : own);
  const options = { documents: { [URI]: root }, budget: BUDGET, formats: { ...standardFormats, email } };
  return {
    root,
    resolve(ref) {
      const pointer = ref.startsWith(URI) ? decodeURI(ref.slice(URI.length + 1)) : undefined;
      // An anchor is no pointer.
      return pointer === "" || pointer?.startsWith("/") ? (valueAt(root, pointer) as Json | undefined) : undefined;
    },
    isValid: (part) => validatorOf(part, options),
    samples: (part, count = 20) => sample(part, { ...options, count }),
    invalidSamples: (part, count = 200) => sampleInvalid(part, { ...options, count }),
  };
}

/** With references that lead to the same places from wherever a part of the schema is put. */
function absolute(value: Json): Json {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.entries(value as JsonObject).map(([name, one]): [string, Json] => {
    const isLocal = name === "$ref" && typeof one === "string" && one.startsWith("#");
    return [name, isLocal ? `${URI}${one}` : absolute(one)];
  });
  return Object.fromEntries(inner);
}
