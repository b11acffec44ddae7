import { compare, type Rational, show } from "../json/rational.ts";

/**
 * A formula about one instance: a node's index doubled, plus one when negated. Nodes are interned, so equal formulas
 * are equal numbers.
 */
export type Lit = number;

export const TRUE: Lit = 0;
export const FALSE: Lit = 1;

/** The kinds of instance that are told apart. The two booleans are one value each. */
export const kinds = { null: 1, false: 2, true: 4, number: 8, string: 16, array: 32, object: 64 } as const;
export type Kind = (typeof kinds)[keyof typeof kinds];
export const anyKind = 127;
export const allKinds: readonly Kind[] = [1, 2, 4, 8, 16, 32, 64];

/** Each node but `and` and `ref` says something about one kind of instance and is true of all other kinds. */
export type Node =
  | { readonly is: "true" }
  | { readonly is: "and"; readonly all: readonly Lit[] }
  | { readonly is: "ref"; target: Lit | undefined; readonly key: string }
  | { readonly is: "kind"; readonly mask: number }
  | { readonly is: "above"; readonly limit: Rational; readonly strict: boolean }
  | { readonly is: "multiple"; readonly of: Rational }
  | { readonly is: "numbers"; readonly values: readonly Rational[] }
  | { readonly is: "longer"; readonly than: number }
  | { readonly is: "strings"; readonly values: ReadonlySet<string> }
  | { readonly is: "pattern"; readonly source: string }
  | { readonly is: "format"; readonly name: string }
  /** Every property whose name `names` accepts has a value that `value` accepts. */
  | { readonly is: "properties"; readonly names: Lit; readonly value: Lit }
  | { readonly is: "moreProperties"; readonly than: number }
  /** Every item from `from` up to, not including, `to` is accepted by `value`. */
  | { readonly is: "items"; readonly from: number; readonly to: number; readonly value: Lit }
  | { readonly is: "moreItems"; readonly than: number }
  /** At least `least` items are accepted by `value`. */
  | { readonly is: "contains"; readonly value: Lit; readonly least: number }
  | { readonly is: "unique" }
  /** Something that the prover cannot say: it may be true or false of instances of these kinds. */
  | {
      readonly is: "opaque";
      readonly mask: number;
      readonly keyword: string;
      readonly pointer: string;
      readonly reason: string;
    };

const kindOf: Readonly<Record<string, number>> = {
  above: kinds.number,
  multiple: kinds.number,
  numbers: kinds.number,
  longer: kinds.string,
  strings: kinds.string,
  pattern: kinds.string,
  format: kinds.string,
  properties: kinds.object,
  moreProperties: kinds.object,
  items: kinds.array,
  moreItems: kinds.array,
  contains: kinds.array,
  unique: kinds.array,
};

export function not(lit: Lit): Lit {
  return lit ^ 1;
}

export function isNegative(lit: Lit): boolean {
  return (lit & 1) === 1;
}

/** All formulas of one question. */
export class Store {
  readonly nodes: Node[] = [{ is: "true" }];
  readonly #index = new Map<string, number>();

  node(lit: Lit): Node {
    return this.nodes[lit >> 1] as Node;
  }

  /** The kinds of instance that an atom speaks about. */
  mask(node: Node): number {
    return node.is === "opaque" ? node.mask : (kindOf[node.is] ?? anyKind);
  }

  #intern(key: string, make: () => Node): Lit {
    let index = this.#index.get(key);
    if (index === undefined) {
      index = this.nodes.length;
      this.nodes.push(make());
      this.#index.set(key, index);
    }
    return index * 2;
  }

  and(...lits: readonly Lit[]): Lit {
    const all = new Set<Lit>();
    let mask = anyKind;
    let allowed: ReadonlySet<string> | undefined;
    const excluded: ReadonlySet<string>[] = [];
    const collect = (lit: Lit): boolean => {
      if (lit === TRUE) return true;
      if (lit === FALSE || all.has(not(lit))) return false;
      const node = this.node(lit);
      if (node.is === "and" && !isNegative(lit)) return node.all.every(collect);
      if (node.is === "kind") mask &= isNegative(lit) ? ~node.mask : node.mask;
      else if (node.is !== "strings") all.add(lit);
      else if (isNegative(lit)) excluded.push(node.values);
      else
        allowed = allowed === undefined ? node.values : new Set([...allowed].filter((text) => node.values.has(text)));
      return true;
    };
    if (!lits.every(collect)) return FALSE;
    // Lists of texts are one list: what is allowed, less what is excluded.
    if (excluded.length > 0) mask &= kinds.string;
    if (allowed !== undefined) {
      const left = [...allowed].filter((text) => !excluded.some((set) => set.has(text)));
      if (left.length === 0) mask &= ~kinds.string;
      else all.add(this.strings(left));
    } else if (excluded.length > 0) all.add(not(this.strings(excluded.flatMap((set) => [...set]))));
    if (mask === 0) return FALSE;
    // An atom that speaks about no remaining kind is true, and its negation false.
    const idle = (lit: Lit): boolean => (this.mask(this.node(lit)) & mask) === 0;
    const sorted = [...all].filter((lit) => !idle(lit)).sort((a, b) => a - b);
    for (const lit of all) if (isNegative(lit) && idle(lit)) return FALSE;
    if (mask !== anyKind) sorted.unshift(this.kind(mask));
    if (sorted.length === 0) return TRUE;
    if (sorted.length === 1) return sorted[0] as Lit;
    return this.#intern(`&${sorted.join(",")}`, () => ({ is: "and", all: sorted }));
  }

  or(...lits: readonly Lit[]): Lit {
    // The kinds of one `or` are one mask, as those of an `and` are.
    let mask = 0;
    const rest: Lit[] = [];
    for (const lit of lits) {
      const node = this.node(lit);
      if (node.is === "kind") mask |= isNegative(lit) ? anyKind & ~node.mask : node.mask;
      else rest.push(not(lit));
    }
    return not(this.and(...rest, not(this.kind(mask))));
  }

  /** The formula, of these kinds only: true of every other kind. */
  only(mask: number, lit: Lit): Lit {
    return this.or(this.kind(anyKind & ~mask), lit);
  }

  kind(mask: number): Lit {
    if (mask === 0) return FALSE;
    if (mask === anyKind) return TRUE;
    return this.#intern(`k${mask}`, () => ({ is: "kind", mask }));
  }

  /** A place for a formula that refers to itself. */
  ref(key: string): Lit {
    return this.#intern(`r${key}`, () => ({ is: "ref", target: undefined, key }));
  }

  above(limit: Rational, strict: boolean): Lit {
    return this.#intern(`>${strict ? "" : "="}${show(limit)}`, () => ({ is: "above", limit, strict }));
  }

  multiple(of: Rational): Lit {
    return this.#intern(`*${show(of)}`, () => ({ is: "multiple", of }));
  }

  numbers(values: readonly Rational[]): Lit {
    const sorted = [...values].sort(compare);
    return this.#intern(`n${sorted.map(show).join(",")}`, () => ({ is: "numbers", values: sorted }));
  }

  longer(than: number): Lit {
    return than < 0 ? TRUE : this.#intern(`l${than}`, () => ({ is: "longer", than }));
  }

  strings(values: Iterable<string>): Lit {
    const distinct = new Set(values);
    const sorted = distinct.size < 2 ? [...distinct] : [...distinct].sort();
    return this.#intern(`s${JSON.stringify(sorted)}`, () => ({ is: "strings", values: new Set(sorted) }));
  }

  pattern(source: string): Lit {
    return this.#intern(`p${source}`, () => ({ is: "pattern", source }));
  }

  format(name: string): Lit {
    return this.#intern(`f${name}`, () => ({ is: "format", name }));
  }

  properties(names: Lit, value: Lit): Lit {
    if (names === FALSE || value === TRUE) return TRUE;
    return this.#intern(`P${names}:${value}`, () => ({ is: "properties", names, value }));
  }

  moreProperties(than: number): Lit {
    return than < 0 ? TRUE : this.#intern(`M${than}`, () => ({ is: "moreProperties", than }));
  }

  items(from: number, to: number, value: Lit): Lit {
    if (from >= to || value === TRUE) return TRUE;
    if (value === FALSE) return this.only(kinds.array, not(this.moreItems(from)));
    return this.#intern(`I${from}:${to}:${value}`, () => ({ is: "items", from, to, value }));
  }

  moreItems(than: number): Lit {
    return than < 0 ? TRUE : this.#intern(`L${than}`, () => ({ is: "moreItems", than }));
  }

  contains(value: Lit, least: number): Lit {
    if (least <= 0) return TRUE;
    if (value === TRUE) return this.moreItems(least - 1);
    // Nothing is in an empty set: false of arrays only.
    if (value === FALSE) return this.kind(anyKind & ~kinds.array);
    return this.#intern(`C${least}:${value}`, () => ({ is: "contains", value, least }));
  }

  unique(): Lit {
    return this.#intern("u", () => ({ is: "unique" }));
  }

  /**
   * Two of them are never the same thing, whatever they look like, unless a name says that they are: else what is not
   * understood of one schema would be proved by what is not understood of the other.
   */
  opaque(mask: number, keyword: string, pointer: string, reason: string, name?: string): Lit {
    const key = name === undefined ? `?${this.nodes.length}` : `?:${name}`;
    return this.#intern(key, () => ({ is: "opaque", mask, keyword, pointer, reason }));
  }
}
