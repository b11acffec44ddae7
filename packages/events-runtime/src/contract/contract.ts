/** One entry of a validator's `errors`: the fields of an ajv error that explaining it needs. */
export interface RawViolation {
  /** JSON Pointer (RFC 6901) into the data; "" is the data itself. */
  readonly instancePath: string;
  /** The JSON Schema keyword that refused, for example `maxLength`. */
  readonly keyword: string;
  /** What the keyword wanted, in ajv's words: `{ limit: 3 }`, `{ missingProperty: "id" }` … */
  readonly params: Readonly<Record<string, unknown>>;
  /** Set where the error is about the name of a property of what `instancePath` leads to. */
  readonly propertyName?: string;
}

/**
 * A compiled JSON Schema. Returns whether the data is valid; after `false`, `errors` says why until the next call.
 * Synchronous and never throws on data that `JSON.parse` can produce.
 */
export interface Validator<Data = unknown> {
  (data: unknown): data is Data;
  errors?: readonly RawViolation[] | null;
}

/** What is known of one event type at run time. The generated packages hold one of these per contract file. */
export interface EventContract<Type extends string = string, Data = unknown> {
  /** CloudEvents `type`, and the NATS subject that it travels on. */
  readonly type: Type;
  /** Semantic version of the contract, for example `1.2.0`. */
  readonly version: string;
  /** JSON Pointer into the data: its value is the CloudEvents `subject`, the key that order is promised for. */
  readonly key: string;
  /** CloudEvents `dataschema`: the `$id` of this version's released snapshot. */
  readonly dataschema: string;
  /** SHA-256 of the schema and of all that it refers to, as `sha256:<hex>`. */
  readonly digest: string;
  /** Pointers to `personal` and `secret` fields, `*` for any array index or property name. Their values never reach a log. */
  readonly sensitive: readonly string[];
  /** What a publisher may send: everything declared, nothing undeclared. */
  readonly strict: Validator<Data>;
  /** What a consumer accepts: structure, not the writer's promises about values. */
  readonly tolerant: Validator<Data>;
}
