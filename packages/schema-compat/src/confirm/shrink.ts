import { isArray, isObject, type Json, objectOf } from "../json/json.ts";

/** Values that a reader takes in at a glance, simplest first. */
const simple: readonly Json[] = [null, true, 0, 1, "", "a", [], {}];

/** How many values it is made of. */
function size(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, part) => sum + size(part), 1);
}

/** Smaller values to try in the place of one. */
function* smaller(value: Json): Generator<Json> {
  if (isArray(value)) {
    if (value.length > 0) yield [];
    for (let i = value.length - 1; i >= 0; i--) yield value.toSpliced(i, 1);
    for (const [i, item] of value.entries()) for (const other of smaller(item)) yield value.with(i, other);
  } else if (isObject(value)) {
    const entries = Object.entries(value);
    if (entries.length > 0) yield {};
    for (let i = entries.length - 1; i >= 0; i--) yield objectOf(entries.toSpliced(i, 1));
    for (const [i, [name, item]] of entries.entries()) {
      for (const other of smaller(item)) yield objectOf(entries.with(i, [name, other]));
    }
  } else if (typeof value === "string" && value.length > 1) {
    yield* ["", "a"];
    if (value.length > 8) yield value.slice(0, value.length >> 1);
  } else if (typeof value === "number" && !Number.isInteger(value)) yield Math.trunc(value);
  if (typeof value === "object" && value !== null)
    yield* simple.filter((one) => typeof one !== "object" || one === null);
}

/** Leaves out and simplifies what the test does not need, within a number of attempts: fewer, the larger the instance. */
export function shrink(instance: Json, test: (instance: Json) => boolean): Json {
  let best = instance;
  let left = Math.min(150, Math.ceil(30_000 / size(instance)));
  for (let again = true; again && left > 0; ) {
    again = false;
    for (const candidate of smaller(best)) {
      if (left-- <= 0) break;
      if (!test(candidate)) continue;
      best = candidate;
      again = true;
      break;
    }
  }
  return best;
}
