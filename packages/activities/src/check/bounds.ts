import { kindOf, type Literal } from "./literals.ts";
import type { Shape, Variant } from "./shape.ts";

/** The values of a scalar shape where its schemas name them all. */
export interface Members {
  readonly values: readonly Literal[];
  /** Whether later versions may add some (`x-extensible-enum`). */
  readonly isExtensible: boolean;
}

/** The members of a shape; undefined where any of its variants has other values. null stands for itself. */
export function membersOf({ variants }: Shape): Members | undefined {
  const values = new Set<Literal>();
  let isExtensible = false;
  for (const { kind, schemas } of variants) {
    const own = schemas.flatMap((schema) => {
      if (schema.const !== undefined) return [[schema.const]];
      if (Array.isArray(schema.enum)) return [schema.enum];
      if (kind !== "string" || !Array.isArray(schema["x-extensible-enum"])) return [];
      isExtensible = true;
      return [schema["x-extensible-enum"]];
    });
    const [first, ...rest] =
      kind === "null" ? [[null]] : kind === "boolean" && own.length === 0 ? [[true, false]] : own;
    if (first === undefined) return undefined;
    for (const value of first as Literal[]) {
      if (kindOf(value) === kind && rest.every((list) => (list as Literal[]).includes(value))) values.add(value);
    }
  }
  return { values: [...values], isExtensible };
}

/** Bounds of a shape's numbers, infinite where there are none. */
export function boundsOf({ variants }: Shape): { readonly least: number; readonly most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { kind, schemas } of variants) {
    if (kind !== "number") continue;
    const of = (keyword: string, pick: (...values: number[]) => number, none: number): number =>
      pick(none, ...schemas.flatMap((schema) => (typeof schema[keyword] === "number" ? [schema[keyword]] : [])));
    // An exclusive bound is taken as an inclusive one: never too narrow.
    least = Math.min(least, Math.max(of("minimum", Math.max, -Infinity), of("exclusiveMinimum", Math.max, -Infinity)));
    most = Math.max(most, Math.min(of("maximum", Math.min, Infinity), of("exclusiveMaximum", Math.min, Infinity)));
  }
  return least > most ? { least: -Infinity, most: Infinity } : { least, most };
}

/** How long the texts and lists of a shape may be. */
export function lengthsOf({ variants }: Shape): { readonly least: number; readonly most: number } {
  const sized = variants.filter(({ kind }) => kind === "string" || kind === "array");
  if (sized.length === 0) return { least: 0, most: Number.POSITIVE_INFINITY };
  const bound = ({ kind, schemas }: Variant, side: "min" | "max"): number[] => {
    const keyword = side + (kind === "string" ? "Length" : "Items");
    return schemas.flatMap((schema) => (typeof schema[keyword] === "number" ? [schema[keyword]] : []));
  };
  return {
    least: Math.min(...sized.map((variant) => Math.max(0, ...bound(variant, "min")))),
    most: Math.max(...sized.map((variant) => Math.min(Number.POSITIVE_INFINITY, ...bound(variant, "max")))),
  };
}

/** Whether a text may be empty. */
export function mayBeEmpty({ variants }: Shape): boolean {
  return variants.some((variant) => {
    if (variant.kind !== "string") return false;
    const members = membersOf({ variants: [variant] });
    if (members !== undefined) return members.values.includes("");
    if (lengthsOf({ variants: [variant] }).least > 0) return false;
    return !variant.schemas.some(({ format }) => typeof format === "string" && NEVER_EMPTY.has(format));
  });
}

const NEVER_EMPTY: ReadonlySet<string> = new Set([
  "date-time",
  "date",
  "time",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uri",
  "uuid",
]);
