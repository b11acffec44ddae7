import type { Json } from "./json/json.ts";

/** A place in one of the two schemas. */
export interface Place {
  /** JSON Pointer of a keyword or subschema. */
  readonly pointer: string;
  /** The URI of the document it stands in; "" for the schema that was asked about. */
  readonly document: string;
}

/** Why a part of the answer holds. */
export interface Reason {
  /** The part of the instance, as a JSON Pointer with `*` for any item or name. */
  readonly location: string;
  readonly because: string;
}

/** An instance that the first schema accepts and the second refuses, confirmed by two validators for both. */
export interface Witness {
  readonly instance: Json;
  /** The part of the instance that is refused. */
  readonly instancePointer: string;
  /** The keyword that refuses it, in the second schema. */
  readonly refusedBy: Place & { readonly keyword: string };
  /** What the first schema says about the same part. */
  readonly acceptedBy: Place;
}

/** The answer to "is every instance of A an instance of B?". */
export type Verdict =
  | { readonly answer: "yes"; readonly reasons: readonly Reason[] }
  | { readonly answer: "no"; readonly witness: Witness }
  | {
      readonly answer: "unknown";
      /** The keyword that stopped the engine, or "budget". */
      readonly keyword: string;
      readonly pointer: string;
      readonly reason: string;
      /** An instance that this package's own evaluation calls a witness, where ajv could not be brought to agree. */
      readonly unconfirmed?: Json;
    };
