import { boundsOf, membersOf } from "./bounds.ts";
import type { Fact, Facts } from "./facts.ts";
import { fieldOf } from "./inside.ts";
import { type Kind, kindOf, type Literal } from "./literals.ts";
import { kindsOf, type Shape, type ShapeSchema, without } from "./shape.ts";

/** A field of an event whose content shows in a value. */
export interface Trace {
  readonly path: string;
  readonly classification: "personal" | "secret";
}

/** What is known of the value of a part of an expression. */
export interface Value {
  /** Undefined: of a type that no schema describes, such as the result of a function. */
  readonly shape: Shape | undefined;
  /** As it is written, of what can be narrowed by a condition. */
  readonly path?: string;
  /** JSON Pointer into the data of the event, with `*` for any item. */
  readonly pointer?: string;
  readonly literal?: Literal;
  /** Literals of a list that is written out. */
  readonly items?: readonly Value[];
  readonly truth: Truth;
  readonly traces: readonly Trace[];
  /** A CEL optional, made by `.?` or `[?]`. */
  readonly isOptional?: boolean;
  /** Made by a function or operator: no schema says which fields it has. */
  readonly isComputed?: boolean;
  /** An item of a tuple whose items are of several types: CEL itself cannot tell which this one is of. */
  readonly isUntyped?: boolean;
  /** CEL's own integer, which overflows; numbers of JSON are doubles. */
  readonly isInteger?: boolean;
  /** What any item of a computed list is. */
  readonly item?: Value;
  /** The path of the map that it is a key of. */
  readonly keyOf?: string;
}

/** Which outcomes a condition can have. */
export interface Truth {
  readonly canBeTrue: boolean;
  readonly canBeFalse: boolean;
}

export const EITHER: Truth = { canBeTrue: true, canBeFalse: true };

export const UNKNOWN: Value = { shape: undefined, truth: EITHER, traces: [] };

/** A value that is written out in the expression. */
export function literalValue(literal: Literal): Value {
  const truth = typeof literal === "boolean" ? { canBeTrue: literal, canBeFalse: !literal } : EITHER;
  const schemas = [{ const: literal }];
  return {
    shape: { variants: [{ kind: kindOf(literal), schemas, root: {}, version: "" }] },
    literal,
    truth,
    traces: [],
  };
}

/** The value of a condition. */
export function conditionOf(truth: Truth): Value {
  const schemas = [{ type: "boolean" }];
  return { shape: { variants: [{ kind: "boolean", schemas, root: {}, version: "" }] }, truth, traces: [] };
}

/** The result of what schemas do not describe. */
export function mixed(values: readonly Value[]): Value {
  return { ...UNKNOWN, isComputed: true, traces: values.flatMap(({ traces }) => traces) };
}

/** A computed text or number, as a schema would describe it. */
export function computed(
  schema: ShapeSchema & { readonly type: "string" | "number" },
  values: readonly Value[],
): Value {
  return { ...mixed(values), shape: { variants: [{ kind: schema.type, schemas: [schema], root: {}, version: "" }] } };
}

/** How a field of what is written as `parent` is written. */
export function memberPath(parent: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${parent}.${name}` : `${parent}[${JSON.stringify(name)}]`;
}

/** The values that something may have: one by one where they are known, else by kind and bounds. */
export interface Domain {
  readonly kinds: ReadonlySet<Kind>;
  /** All its values, null among them; undefined where they are not countable. */
  readonly members: readonly Literal[] | undefined;
  /** Later versions may add members. */
  readonly isExtensible: boolean;
  readonly least: number;
  readonly most: number;
}

/** The domain of a value, narrowed by what is known of it; undefined where its type is not known. */
export function domainOf({ shape, path }: Value, facts: Facts): Domain | undefined {
  if (shape === undefined) return undefined;
  const known: Fact = (path === undefined ? undefined : facts.get(path)) ?? {};
  const narrowed = withoutExcluded(shape, known);
  const members = membersOf(narrowed);
  const bounds = boundsOf(narrowed);
  const wanted = known.values && [...known.values];
  const kept = (members?.values ?? wanted)?.filter(
    (value) => (wanted?.includes(value) ?? true) && !known.not?.has(value) && inside(value, known),
  );
  return {
    kinds: kindsOf(narrowed),
    members: kept,
    isExtensible: members?.isExtensible === true && wanted === undefined,
    least: Math.max(bounds.least, known.least ?? -Infinity),
    most: Math.min(bounds.most, known.most ?? Infinity),
  };
}

function inside(value: Literal, { least = -Infinity, most = Infinity }: Fact): boolean {
  return typeof value !== "number" || (value >= least && value <= most);
}

function withoutExcluded(shape: Shape, known: Fact): Shape {
  if (known.isNull === true) return { variants: shape.variants.filter(({ kind }) => kind === "null") };
  return known.isNull === false ? without(shape, "null") : shape;
}

/** A shape at a path, less null where that is excluded, and less the alternatives that its fields exclude. */
export function narrow(shape: Shape, path: string | undefined, facts: Facts): Shape {
  if (path === undefined || facts.size === 0) return shape;
  const own = withoutExcluded(shape, facts.get(path) ?? {});
  const children = [...facts].filter(([key]) => key.startsWith(`${path}.`) && !/[.[]/.test(key.slice(path.length + 1)));
  if (children.length === 0) return own;
  return {
    variants: own.variants.filter((variant) => {
      if (variant.kind !== "object") return true;
      return children.every(([key, known]) => {
        const field = fieldOf({ variants: [variant] }, key.slice(path.length + 1));
        if (field === undefined) return known.isPresent !== true && known.values === undefined;
        const members = membersOf(field.shape)?.values;
        if (members === undefined) return true;
        return members.some((value) => (known.values?.has(value) ?? true) && !known.not?.has(value));
      });
    }),
  };
}

/** Outcomes of `left == right`. */
export function equality(left: Domain | undefined, right: Domain | undefined): Truth {
  if (left === undefined || right === undefined) return EITHER;
  if (left.members?.length === 0 || right.members?.length === 0) return EITHER;
  if (left.members !== undefined && right.members !== undefined) {
    const canBeTrue = left.members.some((value) => right.members?.includes(value));
    const isOne = left.members.length === 1 && right.members.length === 1 && !left.isExtensible && !right.isExtensible;
    return { canBeTrue: canBeTrue || left.isExtensible || right.isExtensible, canBeFalse: !(isOne && canBeTrue) };
  }
  const common = [...left.kinds].filter((kind) => right.kinds.has(kind));
  if (common.length === 0) return { canBeTrue: false, canBeFalse: true };
  if (common.length === 1 && common[0] === "number") {
    return { canBeTrue: left.least <= right.most && right.least <= left.most, canBeFalse: true };
  }
  const [first, second] = [left, right].map(({ members }) => members);
  const fixed = first ?? second;
  const open = first === undefined ? left : right;
  if (fixed !== undefined && !fixed.some((value) => open.kinds.has(kindOf(value))))
    return { canBeTrue: false, canBeFalse: true };
  return EITHER;
}

/** Outcomes of a comparison of two numbers. */
export function order(operator: "<" | "<=" | ">" | ">=", left: Domain | undefined, right: Domain | undefined): Truth {
  if (left === undefined || right === undefined) return EITHER;
  if (operator === ">" || operator === ">=") return order(operator === ">" ? "<" : "<=", right, left);
  const isNumber = [left, right].every(({ kinds }) => kinds.size === 1 && kinds.has("number"));
  if (!isNumber) return EITHER;
  const [a, b] = [left, right].map(limits) as [Limits, Limits];
  return operator === "<"
    ? { canBeTrue: a.least < b.most, canBeFalse: a.most >= b.least }
    : { canBeTrue: a.least <= b.most, canBeFalse: a.most > b.least };
}

interface Limits {
  readonly least: number;
  readonly most: number;
}

function limits({ members, least, most }: Domain): Limits {
  const numbers = members?.filter((value): value is number => typeof value === "number") ?? [];
  if (numbers.length === 0) return { least, most };
  return { least: Math.max(least, Math.min(...numbers)), most: Math.min(most, Math.max(...numbers)) };
}
