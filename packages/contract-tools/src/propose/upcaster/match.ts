import { descriptionOf, type FieldShape, fits, type Shape } from "./shape.ts";

/** A property somewhere in an event's data. */
export interface PlacedField extends FieldShape {
  /** Names from the data down to it. */
  readonly path: readonly string[];
  /** Whether it is there in every event: it is required, and so is all that it stands in. */
  readonly isAlways: boolean;
}

/** Where the value of a new field comes from. */
export interface Match {
  /** The one field that has the same value in another place, or under another name. */
  readonly from: PlacedField | undefined;
  /** Whether a person said so. */
  readonly isKnown: boolean;
  /** Fields that are gone and might be it, where none is likely enough. */
  readonly perhaps: readonly PlacedField[];
}

/** The fields of a shape, each after what it stands in. Items of lists have no place of their own. */
function placed(shape: Shape, path: readonly string[] = [], isAlways = true): PlacedField[] {
  return [...(shape.fields ?? [])].flatMap(([name, field]) => {
    const at = [...path, name];
    const own: PlacedField = { ...field, path: at, isAlways: isAlways && field.isRequired };
    return [own, ...placed(field.shape, at, own.isAlways && !field.shape.isNullable)];
  });
}

const key = (path: readonly string[]): string => JSON.stringify(path);

/** What a person said of the event's own fields. */
export interface Known {
  /** Old name → new name. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** For each new field of the later major, by its path, which field of the earlier one it was. */
export function matches(before: Shape, after: Shape, known: Known): ReadonlyMap<string, Match> {
  const [old, now] = [placed(before), placed(after)];
  const isIn = (fields: readonly PlacedField[]): ((field: PlacedField) => boolean) => {
    const keys = new Set(fields.map(({ path }) => key(path)));
    return ({ path }) => keys.has(key(path));
  };
  const [wasThere, isThere] = [isIn(old), isIn(now)];
  const gone = old.filter((field) => !isThere(field) && !known.removed.includes(field.path[0] as string));
  const isLikely = (one: PlacedField, field: PlacedField): boolean => {
    const told = one.path.length === 1 ? known.renamed.get(one.path[0] as string) : undefined;
    return told === undefined ? isAlike(one, field) : key([told]) === key(field.path);
  };
  const fresh = now.filter((field) => !wasThere(field));

  const likely = new Map(fresh.map((field) => [field, gone.filter((one) => isLikely(one, field))]));
  const found = new Map<string, Match>();
  for (const field of fresh) {
    const [first, ...more] = likely.get(field) ?? [];
    const isWanted = fresh.some((other) => other !== field && first && likely.get(other)?.includes(first));
    if (first !== undefined && more.length === 0 && !isWanted) {
      const isKnown = known.renamed.has(first.path[0] as string) && first.path.length === 1;
      found.set(key(field.path), { from: first, isKnown, perhaps: [] });
    }
  }
  const used = new Set([...found.values()].map(({ from }) => from));
  const left = gone.filter((one) => !used.has(one));
  for (const field of fresh) {
    if (found.has(key(field.path))) continue;
    found.set(key(field.path), {
      from: undefined,
      isKnown: false,
      perhaps: left.filter((one) => fits(one.shape, field.shape)),
    });
  }
  return found;
}

/** What is known of a field by its path. */
export function matchAt(found: ReadonlyMap<string, Match>, path: readonly string[]): Match | undefined {
  return found.get(key(path));
}

/** Whether a field that is gone is likely to be a new one: it fits there, and is described or called alike. */
function isAlike(gone: PlacedField, fresh: PlacedField): boolean {
  const description = descriptionOf(gone.shape);
  const isDescribedAlike = description !== undefined && description === descriptionOf(fresh.shape);
  return (isDescribedAlike || areCalledAlike(gone.path, fresh.path)) && fits(gone.shape, fresh.shape);
}

/** `provider_url` and `provider/url`; or, beside each other, names that share half of their words. */
function areCalledAlike(a: readonly string[], b: readonly string[]): boolean {
  if (a.join("_") === b.join("_")) return true;
  if (key(a.slice(0, -1)) !== key(b.slice(0, -1))) return false;
  const [one, other] = [a, b].map((path) => path.at(-1)?.split("_") ?? []) as [string[], string[]];
  const common = one.filter((word) => other.some((second) => isWord(word, second))).length;
  return common / (one.length + other.length - common) >= 0.5;
}

/** Whether two words are one, perhaps shortened: `repo` and `repository`. */
function isWord(a: string, b: string): boolean {
  return a === b || (Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a)));
}
