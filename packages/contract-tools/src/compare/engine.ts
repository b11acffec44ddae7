import {
  type Comparison,
  closeSchema,
  compare,
  type FormatTable,
  isSubschema,
  type Json,
  openSchema,
  type Prepared,
  prepare,
} from "@statehub/schema-compat";
import type { SchemaObject } from "../model/schema.ts";
import type { Version } from "./version.ts";

/** Both directions between two versions: a strict writer of one, a tolerant reader of the other. */
export type Verdicts = Pick<Comparison, "backward" | "forward">;

/** The questions that the gate asks about two versions. No two versions of the same shapes are compared twice. */
export interface Engine {
  verdicts(older: Version, newer: Version): Verdicts;
  /** Whether the same events may be sent, and the same are accepted. */
  isSame(older: Version, newer: Version): boolean;
  /** What differs, from outside in. */
  changes(older: Version, newer: Version): Comparison["changes"];
  /** How many comparisons were made. */
  readonly count: number;
}

/** `formats` are the ones that the validators of the events check. */
export function engineOf(formats: FormatTable): Engine {
  const known = new Map<string, Verdicts>();
  // One contract at a time is asked about: its versions share what is found out about their parts.
  const readings = new WeakMap<Version, Prepared>();
  let count = 0;

  function reading(version: Version, beside?: Prepared): Prepared {
    const read = readings.get(version) ?? prepare(json(version.schema), { model: "contract", formats }, beside);
    readings.set(version, read);
    return read;
  }

  return {
    get count() {
      return count;
    },
    verdicts(older, newer) {
      if (older.shape === newer.shape) return SAME;
      const key = `${older.shape} ${newer.shape}`;
      let verdicts = known.get(key);
      if (verdicts === undefined) {
        count++;
        const read = reading(newer);
        verdicts = compare(reading(older, read), read, { reasons: false, changes: false });
        known.set(key, verdicts);
      }
      return verdicts;
    },
    isSame(older, newer) {
      const is = (a: Json, b: Json): boolean => isSubschema(a, b, { formats, reasons: false }).answer === "yes";
      return [closeSchema, openSchema].every((side) => {
        const [a, b] = [side(json(older.schema)), side(json(newer.schema))];
        return is(a, b) && is(b, a);
      });
    },
    changes(older, newer) {
      const options = { model: "contract", formats, reasons: false } as const;
      return compare(unlabelled(older.schema), unlabelled(newer.schema), options).changes;
    },
  };
}

/** A version accepts what it sends: opening takes away conditions only. */
const SAME: Verdicts = { backward: { answer: "yes", reasons: [] }, forward: { answer: "yes", reasons: [] } };

const json = (schema: SchemaObject): Json => schema as unknown as Json;

/** Without what differs between any two versions, or is told elsewhere. */
function unlabelled({ $id: _, "x-event": __, ...schema }: SchemaObject): Json {
  return json(schema);
}
