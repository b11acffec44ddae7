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
  type Verdict,
} from "@statehub/schema-compat";
import type { SchemaObject } from "../model/schema.ts";
import { fitsPlainly } from "./plain.ts";
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
  const listed = new Map<string, Comparison["changes"]>();
  // One contract at a time is asked about: its versions share what is found out about their parts.
  const readings = new WeakMap<Version, Prepared>();
  let count = 0;

  function reading(version: Version, beside?: Prepared): Prepared {
    const read = readings.get(version) ?? prepare(json(version.schema), { model: "contract", formats }, beside);
    readings.set(version, read);
    return read;
  }

  /** Whether the readers of one version accept what the writers of another send. */
  function verdict(writer: Version, reader: Version, newer: Version): Verdict {
    if (fitsPlainly(writer.schema, reader.schema)) return YES;
    const [a, b] = [reading(writer, reading(newer)), reading(reader, reading(newer))];
    return isSubschema(a, b, { reasons: false });
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
        verdicts = { backward: verdict(older, newer, newer), forward: verdict(newer, older, newer) };
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
      const key = `${older.content} ${newer.content}`;
      let changes = listed.get(key);
      if (changes === undefined) {
        const options = { model: "contract", formats, reasons: false } as const;
        changes = compare(unlabelled(older.schema), unlabelled(newer.schema), options).changes;
        listed.set(key, changes);
      }
      return changes;
    },
  };
}

/** A version accepts what it sends: opening takes away conditions only. */
const YES: Verdict = { answer: "yes", reasons: [] };
const SAME: Verdicts = { backward: YES, forward: YES };

const json = (schema: SchemaObject): Json => schema as unknown as Json;

/** Without what differs between any two versions, or is told elsewhere. */
function unlabelled({ $id: _, "x-event": __, ...schema }: SchemaObject): Json {
  return json(schema);
}
