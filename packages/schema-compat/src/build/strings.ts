import { annotatedFormats } from "../format/format.ts";
import { kinds, type Lit, not, TRUE } from "../ir/store.ts";
import { own } from "../json/json.ts";
import { SchemaError } from "../load/location.ts";
import { expressionOf } from "../pattern/expression.ts";
import type { Building } from "./context.ts";

/** The formula of an expression, for values and for names; an error when it is none. */
export function patternLit({ store, location }: Building, keyword: string, source: string): Lit {
  if (expressionOf(source) === undefined) {
    throw new SchemaError(keyword, location.pointer, `"${source}" is no regular expression`);
  }
  return store.pattern(source);
}

export function buildStrings(building: Building): Lit[] {
  const { store, schema, formats } = building;
  const lits: Lit[] = [];
  const { minLength, maxLength, pattern, format } = {
    minLength: own(schema, "minLength"),
    maxLength: own(schema, "maxLength"),
    pattern: own(schema, "pattern"),
    format: own(schema, "format"),
  };
  if (typeof minLength === "number") lits.push(store.longer(Math.ceil(minLength) - 1));
  if (typeof maxLength === "number") lits.push(store.only(kinds.string, not(store.longer(Math.floor(maxLength)))));
  if (typeof pattern === "string") lits.push(patternLit(building, "pattern", pattern));
  if (typeof format === "string" && formats !== annotatedFormats) lits.push(formatLit(building, format));
  return lits;
}

/** A format that an expression describes is that expression; any other is known by its test alone. */
function formatLit({ store, formats }: Building, name: string): Lit {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  // Nothing is known of it but that it is the same format in both schemas.
  if (format === undefined) {
    const reason = `nothing is known of the format "${name}"`;
    return store.opaque(kinds.string | kinds.number, "format", "", reason, `format ${name}`);
  }
  const { exactly, maxLength } = format;
  const bound = maxLength === undefined ? TRUE : store.only(kinds.string, not(store.longer(maxLength)));
  return store.and(exactly === undefined ? store.format(name) : store.pattern(exactly), bound);
}
