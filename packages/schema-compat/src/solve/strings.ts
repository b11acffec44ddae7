import type { FormatTable } from "../format/format.ts";
import { holds } from "../ir/holds.ts";
import { isNegative, type Lit, type Store } from "../ir/store.ts";
import { type Language, LargeLanguageError, languageOf } from "../pattern/language.ts";
import { PatternError } from "../pattern/positions.ts";
import { shortestWord, words } from "../pattern/words.ts";
import { found, none, open, type Result } from "./result.ts";

/** How many words are tried against a format whose language is known only by its test. */
const maxTries = 300;

interface Demands {
  least: number;
  most: number;
  readonly wanted: string[];
  readonly refused: string[];
  readonly formats: string[];
  readonly refusedFormats: string[];
  oneOf: readonly string[] | undefined;
  readonly avoid: Set<string>;
}

function collect(store: Store, lits: readonly Lit[]): Demands {
  const demands: Demands = {
    least: 0,
    most: Number.POSITIVE_INFINITY,
    wanted: [],
    refused: [],
    formats: [],
    refusedFormats: [],
    oneOf: undefined,
    avoid: new Set(),
  };
  for (const lit of lits) {
    const node = store.node(lit);
    const negative = isNegative(lit);
    if (node.is === "longer") {
      if (negative) demands.most = Math.min(demands.most, node.than);
      else demands.least = Math.max(demands.least, node.than + 1);
    } else if (node.is === "pattern") (negative ? demands.refused : demands.wanted).push(node.source);
    else if (node.is === "format") (negative ? demands.refusedFormats : demands.formats).push(node.name);
    else if (node.is === "strings") {
      if (negative) for (const one of node.values) demands.avoid.add(one);
      else demands.oneOf = demands.oneOf?.filter((one) => node.values.has(one)) ?? [...node.values];
    }
  }
  return demands;
}

/** Looks for a text that the literals allow. */
export function solveStrings(store: Store, formats: FormatTable, lits: readonly Lit[]): Result {
  const demands = collect(store, lits);
  const { least, most, oneOf } = demands;
  const fits = (text: string): boolean => lits.every((lit) => holds(store, formats, lit, text) === true);
  if (oneOf !== undefined) {
    const one = oneOf.find(fits);
    return one === undefined ? none : found(one);
  }
  if (least > most) return none;
  for (const name of demands.formats) {
    if (formats[name]?.impliedFormats?.some((implied) => demands.refusedFormats.includes(implied))) return none;
    const sample = formats[name]?.samples?.find(fits);
    if (sample !== undefined) return found(sample);
  }
  try {
    return search(demands, formats, fits);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    const word = error instanceof LargeLanguageError ? shortestWord(error.part) : undefined;
    if (word !== undefined && fits(word)) return found(word);
    const patterns = [...demands.wanted, ...demands.refused].map((pattern) => JSON.stringify(pattern)).join(", ");
    return patterns === "" ? open("minLength", error.message) : open("pattern", `${patterns}: ${error.message}`);
  }
}

function search(demands: Demands, formats: FormatTable, fits: (text: string) => boolean): Result {
  const bounds = demands.formats.flatMap((name) => formats[name]?.within ?? []);
  const wanted = [...new Set([...demands.wanted, ...bounds])].sort();
  const refused = [...new Set(demands.refused)].sort();
  const plain = demands.avoid.size + demands.formats.length + demands.refusedFormats.length === 0;
  const key = plain ? JSON.stringify([wanted, refused, demands.least, demands.most]) : "";
  const known = plain ? firstWords.get(key) : undefined;
  if (known !== undefined) return known;
  const result = tryWords(demands, fits, languageOf(wanted, refused));
  if (firstWords.size > 5_000) firstWords.clear();
  if (plain) firstWords.set(key, result);
  return result;
}

/** The first words of languages without exceptions, for the same few patterns come back in every question. */
const firstWords = new Map<string, Result>();

function tryWords(demands: Demands, fits: (text: string) => boolean, language: Language): Result {
  const shortest = shortestWord(language);
  if (shortest === undefined) return none;
  if (fits(shortest)) return found(shortest);
  const judged = demands.formats.length + demands.refusedFormats.length > 0;
  // Without a format every word of the language fits but those that are named: one more than these is enough.
  const limit = demands.avoid.size + (judged ? maxTries : 1);
  let tried = 0;
  for (const word of words(language, demands.least, demands.most)) {
    if (fits(word)) return found(word);
    if (++tried >= limit + 64) break;
  }
  if (tried < limit + 64) return none;
  return open("format", `no text was found that settles ${[...demands.formats, ...demands.refusedFormats].join(", ")}`);
}
