import { accepts } from "../evaluate/evaluate.ts";
import type { FormatTable } from "../format/format.ts";
import type { Json } from "../json/json.ts";
import { SchemaError } from "../load/location.ts";
import type { Side } from "../question.ts";
import { ajvFor } from "./ajv.ts";

/** Why an instance is not taken for a witness. */
export interface Doubt {
  /** The keyword that ajv judges otherwise, where it says. */
  readonly keyword: string | undefined;
  readonly reason: string;
}

/** True when both evaluators say that the instance is A's and not B's. */
export type Judge = (instance: Json) => true | Doubt;

/** The exact evaluation goes first: it is the cheaper one, and most candidates of a shrinking witness fail there. */
export function judgeOf(a: Side, b: Side, formats: FormatTable): Judge {
  return (instance) => {
    try {
      if (!accepts(a.library, formats, instance)) return doubt("the instance is not one of the first schema");
      if (accepts(b.library, formats, instance)) return doubt("the instance is one of the second schema");
      a.validate ??= ajvFor(a.library, formats);
      b.validate ??= ajvFor(b.library, formats);
      const refusedBy = a.validate(instance);
      if (refusedBy !== undefined) return doubt("ajv refuses the instance for the first schema", refusedBy);
      if (b.validate(instance) === undefined) return doubt("ajv accepts the instance for the second schema");
    } catch (error) {
      if (error instanceof SchemaError) throw error;
      return doubt(`ajv: ${error instanceof Error ? error.message : String(error)}`);
    }
    return true;
  };
}

function doubt(reason: string, keyword?: string): Doubt {
  return { keyword, reason };
}
