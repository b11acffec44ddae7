import { deprecatedFields, type SchemaObject } from "@statehub/contract-tools";
import { FieldTree } from "./field-tree.ts";
import { judge, type Problem } from "./judge.ts";
import type { KnownContracts } from "./known-contracts.ts";

/** A reason why events were refused, how often, and where it was first seen. */
export interface Reason {
  readonly side: Problem["side"];
  readonly code: Problem["code"];
  /** Pointer, got and want, or a sentence; without personal and secret values. */
  readonly text: string;
  count: number;
  readonly first: string;
}

/** How often something was seen, and where first. */
export interface Seen {
  count: number;
  readonly first: string;
}

/** What the events of one type are like. */
export interface TypeConformance {
  readonly type: string;
  readonly isKnown: boolean;
  /** `deprecated` or `retired` where its events should not come any more. */
  readonly ending: string | undefined;
  events: number;
  /** Those that readers refuse. */
  refused: number;
  /** Those that readers take, and whose writer promised something else. */
  broken: number;
  readonly reasons: Reason[];
  /** Whether there were more distinct reasons than are kept. */
  moreReasons: boolean;
  /** Fields that no version declares which the events say they were written to. */
  readonly undeclared: Readonly<Record<string, Seen>>;
  /** Fields that are deprecated and still sent. */
  readonly deprecated: Readonly<Record<string, Seen>>;
  /** Declared fields that no event has. */
  readonly neverSeen: readonly string[];
  /** `dataschema` → how often, and whether that version was released. */
  readonly versions: Readonly<Record<string, Seen & { readonly isReleased: boolean }>>;
}

/** What a set of recorded events is like, beside their contracts. */
export interface Conformance {
  readonly events: number;
  /** Messages that are no event at all. */
  readonly undecodable: { count: number; readonly reasons: Reason[] };
  /** By type, in the order in which they were first seen. */
  readonly types: readonly TypeConformance[];
}

/** Whether there is something that its writers have to mend: anything but notices. */
export function isConforming({ undecodable, types }: Conformance): boolean {
  return (
    undecodable.count === 0 &&
    types.every(
      ({ isKnown, refused, broken, undeclared, versions }) =>
        isKnown &&
        refused + broken === 0 &&
        Object.keys(undeclared).length === 0 &&
        Object.values(versions).every(({ isReleased }) => isReleased),
    )
  );
}

/** Distinct names that are kept of each type: the names of a map that is not declared have no end. */
const MOST_NAMES = 100;

/** Judges recorded events one by one, in memory that does not grow with their number. */
export class ConformanceCheck {
  readonly #contracts: KnownContracts;
  readonly #mostReasons: number;
  readonly #types = new Map<string, TypeCheck>();
  readonly #versions = new Map<string, FieldTree | undefined>();
  readonly #undecodable = { count: 0, reasons: [] as Reason[] };
  #events = 0;

  constructor(contracts: KnownContracts, mostReasons: number) {
    this.#contracts = contracts;
    this.#mostReasons = mostReasons;
  }

  /** `place` says where it was found; on a stream, its subject has to be its type. */
  async add(bytes: Uint8Array, place: string, subject: string | undefined): Promise<void> {
    this.#events++;
    const { envelope, contract, problem } = judge(bytes, this.#contracts.set, subject);
    const type = envelope?.type;
    if (envelope === undefined || typeof type !== "string") {
      this.#undecodable.count++;
      if (problem !== undefined) addReason(this.#undecodable.reasons, problem, place, this.#mostReasons);
      return;
    }
    let check = this.#types.get(type);
    if (check === undefined) {
      const schema = contract && (await this.#contracts.schemaOf(contract.dataschema));
      check = new TypeCheck(type, contract !== undefined, schema, this.#mostReasons);
      this.#types.set(type, check);
    }
    const version = envelope.dataschema;
    const fields = typeof version === "string" ? await this.#fieldsOf(version) : undefined;
    check.add({ data: envelope.data, version: typeof version === "string" ? version : "none", fields, problem, place });
  }

  get result(): Conformance {
    const types = [...this.#types.values()].map((check) => check.result);
    return { events: this.#events, undecodable: this.#undecodable, types };
  }

  /** The fields of a released version; undefined for any other. */
  async #fieldsOf(version: string): Promise<FieldTree | undefined> {
    if (!this.#versions.has(version) && this.#versions.size < 10 * MOST_NAMES) {
      const schema = await this.#contracts.schemaOf(version);
      this.#versions.set(version, schema && new FieldTree(schema));
    }
    return this.#versions.get(version);
  }
}

interface Added {
  readonly data: unknown;
  readonly version: string;
  /** Those of the version; undefined if it was not released. */
  readonly fields: FieldTree | undefined;
  readonly problem: Problem | undefined;
  readonly place: string;
}

class TypeCheck {
  readonly #own: FieldTree | undefined;
  readonly #deprecated: readonly string[];
  readonly #seen = new Set<string>();
  readonly #mostReasons: number;
  readonly #result: { -readonly [Name in keyof TypeConformance]: TypeConformance[Name] } & {
    readonly undeclared: Record<string, Seen>;
    readonly deprecated: Record<string, Seen>;
    readonly versions: Record<string, Seen & { readonly isReleased: boolean }>;
  };

  constructor(type: string, isKnown: boolean, schema: SchemaObject | undefined, mostReasons: number) {
    this.#own = schema && new FieldTree(schema);
    this.#deprecated = schema === undefined ? [] : deprecatedFields(schema);
    this.#mostReasons = mostReasons;
    const { lifecycle } = (schema?.["x-event"] ?? {}) as { readonly lifecycle?: string };
    this.#result = {
      type,
      isKnown,
      ending: lifecycle === "deprecated" || lifecycle === "retired" ? lifecycle : undefined,
      ...{ events: 0, refused: 0, broken: 0, reasons: [], moreReasons: false },
      ...{ undeclared: {}, deprecated: {}, neverSeen: [], versions: {} },
    };
  }

  add({ data, version, fields, problem, place }: Added): void {
    const result = this.#result;
    result.events++;
    if (problem?.side === "tolerant") result.refused++;
    else if (problem !== undefined) result.broken++;
    if (result.isKnown) count(result.versions, version, () => ({ first: place, isReleased: fields !== undefined }));
    // An event of another version is measured by its own declaration.
    const tree = fields ?? this.#own;
    const seen = new Set<string>();
    tree?.visit(data, seen, (pointer) => count(result.undeclared, pointer, () => ({ first: place })));
    for (const pointer of seen) this.#seen.add(pointer);
    for (const pointer of this.#deprecated) {
      if (seen.has(pointer)) count(result.deprecated, pointer, () => ({ first: place }));
    }
    if (problem === undefined) return;
    const kept = addReason(result.reasons, problem, place, this.#mostReasons, result.undeclared);
    if (!kept) result.moreReasons = true;
  }

  get result(): TypeConformance {
    const missing = [...(this.#own?.declared ?? [])].filter((pointer) => !this.#seen.has(pointer));
    // Inside of what is never there, nothing else is said.
    const neverSeen = missing.filter((pointer) => !missing.includes(pointer.slice(0, pointer.lastIndexOf("/"))));
    return { ...this.#result, neverSeen };
  }
}

/** Whether there was room for it. What is told as an undeclared field already is left out. */
function addReason(
  reasons: Reason[],
  { side, code, message, violations }: Problem,
  place: string,
  most: number,
  undeclared: Readonly<Record<string, Seen>> = {},
): boolean {
  const texts =
    violations.length === 0
      ? [{ text: message, key: message }]
      : violations.flatMap(({ pointer, got, want }) => {
          const at = pointer.replace(/\/\d+(?=\/|$)/g, "/*") || "the value";
          const isTold = code === "invalid_event" && Object.hasOwn(undeclared, at);
          return isTold ? [] : [{ text: `${at}: got ${got}, want ${want}`, key: `${at} ${want}` }];
        });
  let isKept = true;
  for (const { text, key } of texts) {
    const known = reasons.find((one) => one.side === side && one.code === code && keys.get(one) === key);
    if (known !== undefined) known.count++;
    else if (reasons.length < most) {
      const reason: Reason = { side, code, text, count: 1, first: place };
      keys.set(reason, key);
      reasons.push(reason);
    } else isKept = false;
  }
  return isKept;
}

/** What makes a reason distinct: not the value that was got. */
const keys = new WeakMap<Reason, string>();

function count<Found extends Seen>(names: Record<string, Found>, name: string, make: () => Omit<Found, "count">): void {
  const known = Object.hasOwn(names, name) ? names[name] : undefined;
  if (known !== undefined) known.count++;
  else if (Object.keys(names).length < MOST_NAMES) names[name] = { count: 1, ...make() } as Found;
}
