import { accepts } from "../evaluate/evaluate.ts";
import type { FormatTable } from "../format/format.ts";
import { isArray, type Json } from "../json/json.ts";
import { SchemaError } from "../load/location.ts";
import type { Side } from "../question.ts";
import { ajvFor, type Validate } from "./ajv.ts";

/** Why an instance is not taken for a witness. */
export interface Doubt {
  /** The keyword that ajv judges otherwise, where it says. */
  readonly keyword: string | undefined;
  readonly reason: string;
}

/** True when the instance is one of A's and not one of B's. */
export type Judge = (instance: Json) => true | Doubt;

/** What this package's own evaluation says. */
export function exactJudgeOf(a: Side, b: Side, formats: FormatTable): Judge {
  return (instance) => {
    if (!accepts(a.library, formats, instance)) return doubt("the instance is not one of the first schema");
    if (accepts(b.library, formats, instance)) return doubt("the instance is one of the second schema");
    return true;
  };
}

/** What both evaluators say, the exact one first: it is the cheaper. */
export function judgeOf(a: Side, b: Side, formats: FormatTable): Judge {
  const exact = exactJudgeOf(a, b, formats);
  return (instance) => {
    try {
      const outcome = exact(instance);
      if (outcome !== true) return outcome;
      const names = namesIn(instance);
      const refusedBy = validatorFor(a, formats, names)(instance);
      if (refusedBy !== undefined) return doubt("ajv refuses the instance for the first schema", refusedBy);
      if (validatorFor(b, formats, names)(instance) === undefined)
        return doubt("ajv accepts the instance for the second schema");
    } catch (error) {
      if (error instanceof SchemaError) throw error;
      return doubt(`ajv: ${error instanceof Error ? error.message : String(error)}`);
    }
    return true;
  };
}

/** A validator that knows all these names; a smaller witness has fewer, so one is mostly enough. */
function validatorFor({ library, validators }: Side, formats: FormatTable, names: ReadonlySet<string>): Validate {
  const known = validators.find((one) => [...names].every((name) => one.names.has(name)));
  if (known !== undefined) return known.validate;
  const validate = ajvFor(library, formats, names);
  validators.push({ names, validate });
  return validate;
}

/** The names of all properties, at any depth. */
function namesIn(instance: Json, names: Set<string> = new Set()): Set<string> {
  if (typeof instance !== "object" || instance === null) return names;
  if (!isArray(instance)) for (const name of Object.keys(instance)) names.add(name);
  for (const part of new Set(Object.values(instance))) namesIn(part, names);
  return names;
}

function doubt(reason: string, keyword?: string): Doubt {
  return { keyword, reason };
}
