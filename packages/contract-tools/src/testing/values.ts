import type { Json, JsonObject } from "@statehub/schema-compat";
import fc from "fast-check";

/** Strings and numbers, by the keywords about them. Those of `pattern`, `format` and `multipleOf` are to be looked at. */

const number = (value: Json | undefined): number | undefined => (typeof value === "number" ? value : undefined);

/** The longest string that is made just to reach its bound, and the longest whose characters all differ. */
const LONGEST = 20_000;
const LONGEST_DRAWN = 40;

/** Mostly letters that people can read, and now and then any code point. */
const character: fc.Arbitrary<string> = fc.oneof(
  { weight: 9, arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
);

const day = fc.date({ min: new Date("1900-01-01"), max: new Date("2999-12-31"), noInvalidDate: true });

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid: fc.uuid(),
  "date-time": day.map((one) => one.toISOString()),
  date: day.map((one) => one.toISOString().slice(0, 10)),
  time: day.map((one) => one.toISOString().slice(11)),
  uri: fc.webUrl(),
  "uri-reference": fc.webPath(),
  email: fc.stringMatching(/^[a-z0-9]{1,12}@[a-z0-9]{1,12}\.(com|org)$/),
};

/** Strings of the right length, or of the format or pattern whatever their length. */
export function strings({ minLength, maxLength, format, pattern }: JsonObject): fc.Arbitrary<string> | undefined {
  if (typeof pattern === "string") return matching(pattern);
  if (typeof format === "string") return FORMATS[format] ?? fc.string();
  const min = number(minLength) ?? 0;
  const max = number(maxLength);
  if (max === undefined) return fc.string({ unit: character, minLength: min });
  if (min > max) return undefined;
  const exactly = (length: number): fc.Arbitrary<string> => {
    const drawn = Math.min(length, LONGEST_DRAWN);
    const text = fc.string({ unit: character, minLength: drawn, maxLength: drawn });
    return text.map((one) => one + "a".repeat(length - drawn));
  };
  const bounds = [min, max].filter((length) => length <= LONGEST).map(exactly);
  return fc.oneof(
    { weight: 6, arbitrary: fc.string({ unit: character, minLength: min, maxLength: max }) },
    ...bounds.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}

/** Strings of an expression; undefined where it has something in it for which none can be made. */
function matching(pattern: string): fc.Arbitrary<string> | undefined {
  try {
    return fc.stringMatching(new RegExp(pattern, "u"));
  } catch {
    return undefined;
  }
}

/** How far numbers go in a direction in which they have no bound. */
const FAR = 2 ** 31;

/** Integers, and other numbers unless only integers are wanted, between the bounds. */
export function numbers(keywords: JsonObject, isInteger: boolean): fc.Arbitrary<number> | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = keywords;
  const [above, below] = [number(exclusiveMinimum), number(exclusiveMaximum)];
  const low = Math.max(number(minimum) ?? Number.NEGATIVE_INFINITY, above ?? Number.NEGATIVE_INFINITY);
  const high = Math.min(number(maximum) ?? Number.POSITIVE_INFINITY, below ?? Number.POSITIVE_INFINITY);
  const from = Number.isFinite(low) ? low : Math.min(-FAR, high - FAR);
  const to = Number.isFinite(high) ? high : Math.max(FAR, low + FAR);
  const step = number(multipleOf) ?? 1;
  const first = Math.ceil(from / step) + (Math.ceil(from / step) * step === above ? 1 : 0);
  const last = Math.floor(to / step) - (Math.floor(to / step) * step === below ? 1 : 0);
  const isWide = !Number.isSafeInteger(first) || !Number.isSafeInteger(last);
  // Products of decimals are not the decimals that people write.
  const whole =
    first > last || isWide
      ? undefined
      : fc
          .oneof({ weight: 8, arbitrary: fc.integer({ min: first, max: last }) }, fc.constantFrom(first, last))
          .map((count) => plain(Number((count * step).toPrecision(15))));
  if (isInteger || multipleOf !== undefined) return whole;
  const isPoint = from === to && from !== above && from !== below;
  if (isPoint) return fc.constant(plain(from));
  if (from >= to) return undefined;
  const any = fc
    .double({ min: from, max: to, minExcluded: from === above, maxExcluded: to === below, noNaN: true })
    .map(plain);
  return whole === undefined ? any : fc.oneof(whole, any);
}

/** JSON has no negative zero. */
const plain = (value: number): number => (value === 0 ? 0 : value);

/** Any small JSON value. */
export const anything: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 1 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
