import type { Literal } from "./literals.ts";

/** What is known of a value at a place in an expression, from the conditions that were passed on the way there. */
export interface Fact {
  readonly isPresent?: boolean;
  readonly isNull?: boolean;
  /** It is one of these. */
  readonly values?: ReadonlySet<Literal>;
  /** It is none of these. */
  readonly not?: ReadonlySet<Literal>;
  readonly least?: number;
  readonly most?: number;
  /** Regular expressions that it matches. */
  readonly matches?: ReadonlySet<string>;
}

/** By path, as it is written: `event.data.owner.slug`. */
export type Facts = ReadonlyMap<string, Fact>;

export const NO_FACTS: Facts = new Map();

export function fact(path: string, known: Fact): Facts {
  return new Map([[path, known]]);
}

/** What is known if both are. */
export function both(first: Facts, second: Facts): Facts {
  if (first.size === 0) return second;
  const result = new Map(first);
  for (const [path, known] of second) result.set(path, and(result.get(path) ?? {}, known));
  return result;
}

/** What is known if either is. */
export function either(first: Facts, second: Facts): Facts {
  const result = new Map<string, Fact>();
  for (const [path, known] of first) {
    const other = second.get(path);
    if (other !== undefined) result.set(path, or(known, other));
  }
  return result;
}

function and(a: Fact, b: Fact): Fact {
  const values =
    a.values && b.values ? new Set([...a.values].filter((value) => b.values?.has(value))) : (a.values ?? b.values);
  const not = a.not && b.not ? new Set([...a.not, ...b.not]) : (a.not ?? b.not);
  const matches = a.matches && b.matches ? new Set([...a.matches, ...b.matches]) : (a.matches ?? b.matches);
  return {
    ...a,
    ...b,
    ...(matches && { matches }),
    ...(values && { values }),
    ...(not && { not }),
    ...((a.least ?? b.least) !== undefined && { least: Math.max(a.least ?? -Infinity, b.least ?? -Infinity) }),
    ...((a.most ?? b.most) !== undefined && { most: Math.min(a.most ?? Infinity, b.most ?? Infinity) }),
  };
}

function or(a: Fact, b: Fact): Fact {
  const not = a.not && b.not && new Set([...a.not].filter((value) => b.not?.has(value)));
  return {
    ...(a.isPresent && b.isPresent && { isPresent: true }),
    ...(a.isNull !== undefined && a.isNull === b.isNull && { isNull: a.isNull }),
    ...(a.values && b.values && { values: new Set([...a.values, ...b.values]) }),
    ...(not && { not }),
    ...(a.least !== undefined && b.least !== undefined && { least: Math.min(a.least, b.least) }),
    ...(a.most !== undefined && b.most !== undefined && { most: Math.max(a.most, b.most) }),
  };
}
