import ts from "typescript";

/** A value of an event's data that code has in its hands. */
export interface Value {
  /** The event type. */
  readonly type: string;
  /** JSON Pointer into the data; `*` is any item or entry. */
  readonly pointer: string;
  /**
   * Steps that lead from what the code holds to the value, outermost first: a property's name, or one of the marks
   * below. An event is its data inside `data`.
   */
  readonly inside: readonly string[];
}

/** Steps of `inside` that are no names: an item, what a promise resolves with, and anything that a type may hide. */
export const ITEM = "*";
export const AWAITED = "(await)";
export const SOMEWHERE = "(somewhere)";

export const keyOf = ({ type, pointer, inside }: Value): string => `${type} ${pointer} ${inside.join(">")}`;

/** What is left to go when the outermost step to the value was gone. */
export const inner = (value: Value): Value => ({ ...value, inside: value.inside.slice(1) });
/** The value inside one thing more. */
export const wrapped = (value: Value, step: string): Value => ({ ...value, inside: [step, ...value.inside] });

/** How deep a value is looked for in the types that may hold it. */
const DEEPEST = 4;
/** A type with more members than any record of data has is machinery: nothing is looked for in it. */
const MOST_MEMBERS = 80;
/** Each recursive type is followed this often along a pointer: once more shows nothing new. */
const MOST_ROUNDS = 2;

const PRIMITIVE =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Void |
  ts.TypeFlags.Never;

/** A property that the type itself declares: every object also has those of `Object`. */
const propertyOf = (type: ts.Type, name: string): ts.Symbol | undefined =>
  type.getProperties().find((one) => one.name === name);

const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnionOrIntersection() ? type.types : [type]);

/** Whether nothing can be inside a value of this type; `string & {}` is a string. */
export function isPrimitive(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isPrimitive);
  if (type.isIntersection()) return type.types.some(isPrimitive);
  return (type.flags & PRIMITIVE) !== 0;
}

/** What the contracts' types say: which fields an event has, and which values a type may hold. */
export class Contracts {
  readonly types: readonly string[];
  readonly #checker: ts.TypeChecker;
  readonly #roots = new Map<string, ts.Type>();
  /** An object type of the contracts → the places that have it. */
  readonly #places = new Map<ts.Type, Value[]>();
  /** The declaration of a property → the places that have it: mapped types (Pick, Partial) keep declarations. */
  readonly #properties = new Map<ts.Declaration, Value[]>();
  /** By depth, since deeper down less is looked for. */
  readonly #found: Map<ts.Type, readonly Value[]>[] = [];

  /** `byType` is the interface EventDataByType of the contracts. */
  constructor(checker: ts.TypeChecker, byType: ts.Type) {
    this.#checker = checker;
    for (const property of byType.getProperties()) this.#roots.set(property.name, checker.getTypeOfSymbol(property));
    this.types = [...this.#roots.keys()];
    for (const [type, root] of this.#roots) this.#collect(root, { type, pointer: "", inside: [] }, []);
  }

  /** The declared types of the value at a pointer; none where the contract has no such field. */
  #at(type: string, pointer: string): readonly ts.Type[] {
    let types: readonly ts.Type[] = [this.#roots.get(type)].filter((root) => root !== undefined);
    for (const step of pointer.split("/").slice(1)) {
      types = types.flatMap((one) => this.#inside(one, step.replaceAll("~1", "/").replaceAll("~0", "~")));
    }
    return types;
  }

  #inside(type: ts.Type, step: string): ts.Type[] {
    return partsOf(this.#checker.getNonNullableType(type)).flatMap((part) => {
      if (isPrimitive(part)) return [];
      if (step === ITEM) return this.#items(part);
      const property = this.#checker.isArrayLikeType(part) ? undefined : propertyOf(part, step);
      return property === undefined ? this.#entries(part) : [this.#checker.getTypeOfSymbol(property)];
    });
  }

  #items(type: ts.Type): ts.Type[] {
    const item = type.getNumberIndexType();
    return this.#checker.isArrayLikeType(type) && item !== undefined ? [item] : this.#entries(type);
  }

  #entries(type: ts.Type): ts.Type[] {
    const entry = this.#checker.isArrayLikeType(type) ? undefined : type.getStringIndexType();
    return entry === undefined ? [] : [entry];
  }

  /** Whether nothing can be read inside the value. */
  isLeaf({ type, pointer }: Value): boolean {
    const types = this.#at(type, pointer);
    return types.length > 0 && types.every(isPrimitive);
  }

  /** Whether the contract says nothing of what is inside the value. */
  isUntyped({ type, pointer }: Value): boolean {
    return this.#at(type, pointer).some((one) => (one.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0);
  }

  isList({ type, pointer }: Value): boolean {
    return this.#at(type, pointer).some((one) =>
      partsOf(this.#checker.getNonNullableType(one)).some((part) => this.#checker.isArrayLikeType(part)),
    );
  }

  /** The value of a property, or of an item or entry by `*`; undefined where the contract has none. */
  child(value: Value, name: string): Value | undefined {
    const { type, pointer } = value;
    const types = this.#at(type, pointer);
    const isDeclared = types.some((one) =>
      partsOf(this.#checker.getNonNullableType(one)).some((part) => propertyOf(part, name) !== undefined),
    );
    const step = isDeclared && !this.isList(value) ? name : ITEM;
    if (types.flatMap((one) => this.#inside(one, step)).length === 0) return undefined;
    const next = { type, pointer: `${pointer}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`, inside: [] };
    return this.#rounds(next) > MOST_ROUNDS ? undefined : next;
  }

  /** How often the value's type stands along its own pointer. */
  #rounds({ type, pointer }: Value): number {
    const steps = pointer.split("/");
    const own = new Set(
      this.#at(type, pointer)
        .flatMap((one) => partsOf(one))
        .filter((one) => this.#places.has(one)),
    );
    return steps.filter((_, i) =>
      this.#at(type, steps.slice(0, i + 1).join("/")).some((one) => partsOf(one).some((part) => own.has(part))),
    ).length;
  }

  /** The names of the properties that the value may have. */
  names({ type, pointer }: Value): string[] {
    const names = this.#at(type, pointer).flatMap((one) =>
      partsOf(this.#checker.getNonNullableType(one))
        .filter((part) => !isPrimitive(part) && !this.#checker.isArrayLikeType(part))
        .flatMap((part) => [...part.getProperties().map(({ name }) => name), ...this.#entries(part).map(() => ITEM)]),
    );
    return [...new Set(names)];
  }

  #collect(type: ts.Type, at: Value, above: readonly ts.Type[]): void {
    for (const part of partsOf(type)) {
      if (isPrimitive(part) || above.filter((one) => one === part).length >= MOST_ROUNDS) continue;
      const deeper = [...above, part];
      if (this.#checker.isArrayLikeType(part)) {
        for (const item of this.#items(part)) this.#collect(item, { ...at, pointer: `${at.pointer}/${ITEM}` }, deeper);
        continue;
      }
      add(this.#places, part, at);
      for (const entry of this.#entries(part)) {
        this.#collect(entry, { ...at, pointer: `${at.pointer}/${ITEM}` }, deeper);
      }
      for (const property of part.getProperties()) {
        for (const declaration of property.declarations ?? []) add(this.#properties, declaration, at);
        const inner = this.child(at, property.name);
        if (inner !== undefined) this.#collect(this.#checker.getTypeOfSymbol(property), inner, deeper);
      }
    }
  }

  /** The values of events that a value of this type is or holds, as far as types tell. */
  valuesOf(type: ts.Type): readonly Value[] {
    return this.#valuesOf(type, 0);
  }

  #valuesOf(type: ts.Type, depth: number): readonly Value[] {
    if (depth > DEEPEST) return [];
    this.#found[depth] ??= new Map();
    const known = this.#found[depth].get(type);
    if (known !== undefined) return known;
    this.#found[depth].set(type, []); // a type that holds itself adds nothing
    const values = new Map<string, Value>();
    for (const part of partsOf(type)) {
      for (const value of this.#valuesOfPart(part, depth)) values.set(keyOf(value), value);
    }
    const found = [...values.values()];
    this.#found[depth].set(type, found);
    return found;
  }

  #valuesOfPart(type: ts.Type, depth: number): readonly Value[] {
    if (type.isUnionOrIntersection()) return this.#valuesOf(type, depth);
    if (type.flags & ts.TypeFlags.TypeParameter) {
      const constraint = this.#checker.getBaseConstraintOfType(type);
      return constraint === undefined || constraint === type ? [] : this.#valuesOf(constraint, depth + 1);
    }
    if (!(type.flags & ts.TypeFlags.Object)) return [];
    const direct = this.#places.get(type);
    if (direct !== undefined) return direct;
    const held = (inner: ts.Type, ...steps: string[]): Value[] =>
      this.#valuesOf(inner, depth + 1).map((value) => ({ ...value, inside: [...steps, ...value.inside] }));
    if (this.#checker.isArrayLikeType(type)) return this.#items(type).flatMap((item) => held(item, ITEM));
    if (isOfLibrary(type)) {
      const step = type.symbol.name === "Promise" ? AWAITED : SOMEWHERE;
      const typeArguments = this.#checker.getTypeArguments(type as ts.TypeReference);
      return typeArguments.flatMap((one) => held(one, step));
    }
    const properties = type.getProperties();
    if (properties.length > MOST_MEMBERS) return [];
    const views = properties.flatMap(({ declarations = [] }) =>
      declarations.flatMap((one) => this.#properties.get(one) ?? []),
    );
    if (views.length > 0) return views;
    return [
      ...properties.flatMap((property) => held(this.#checker.getTypeOfSymbol(property), property.name)),
      ...this.#entries(type).flatMap((entry) => held(entry, ITEM)),
    ];
  }
}

function add<Key>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else if (!known.some((one) => keyOf(one) === keyOf(value))) known.push(value);
}

/** Whether a type is TypeScript's own or another package's; those of the contracts and the runtime are looked into. */
export function isOfLibrary(type: ts.Type): boolean {
  // A mapped type is its properties, wherever `Pick` and its like are declared.
  const isMapped = type.flags & ts.TypeFlags.Object && (type as ts.ObjectType).objectFlags & ts.ObjectFlags.Mapped;
  if (isMapped) return false;
  return (type.symbol?.declarations ?? []).some((declaration) => {
    const { fileName, isDeclarationFile } = declaration.getSourceFile();
    return isDeclarationFile && !/\/events-(contracts|runtime|publisher)\//.test(fileName);
  });
}
