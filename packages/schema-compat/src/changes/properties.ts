import { isArray, isObject, type Json, type JsonObject, objectOf, own } from "../json/json.ts";
import { appendPointer } from "../json/pointer.ts";
import { knows } from "../load/dialect.ts";
import { effectsOf, type Pair } from "./effect.ts";
import { type Meeting, placeOf, type Walk } from "./walk.ts";

function mapOf(schema: JsonObject): JsonObject {
  const map = own(schema, "properties");
  return isObject(map) ? map : {};
}

function requiredOf(schema: JsonObject): readonly string[] {
  const list = own(schema, "required");
  return isArray(list) ? list.map(String) : [];
}

/** The schema with one property as another version has it, and required or not as there. */
function withProperty(schema: JsonObject, name: string, from: JsonObject): JsonObject {
  const others = Object.entries(mapOf(schema)).filter(([other]) => other !== name);
  const value = own(mapOf(from), name);
  const properties = objectOf(value === undefined ? others : [...others, [name, value]]);
  return withRequired({ ...schema, properties }, name, requiredOf(from).includes(name));
}

function withRequired(schema: JsonObject, name: string, wanted: boolean): JsonObject {
  const others: Json[] = requiredOf(schema).filter((other) => other !== name);
  return { ...schema, required: wanted ? [...others, name] : others };
}

/** Keywords under which no property depends on another. */
const ofRecords = new Set(["type", "properties", "required", "additionalProperties", "$defs"]);

/**
 * The pair with this one of the old properties only, where the others cannot matter: they would be translated and
 * filled in for nothing. (Were one of them required and impossible, nothing would break at all: the whole tells.)
 */
function alone(pair: Pair, name: string): Pair {
  const { older, dialect } = pair;
  if (Object.keys(older).some((keyword) => !ofRecords.has(keyword) && knows(dialect, keyword))) return pair;
  const properties = objectOf(Object.entries(mapOf(older)).filter(([other]) => other === name));
  const required: Json[] = requiredOf(older).filter((other) => other === name);
  return { ...pair, older: { ...older, properties, required } };
}

/** Properties that came, went, or became required or optional. */
export function propertyChanges({ options, changes }: Walk, { older, newer, at, pair }: Meeting): void {
  const [before, after] = [mapOf(pair.older), mapOf(pair.newer)];
  const [needed, needs] = [requiredOf(pair.older), requiredOf(pair.newer)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after), ...needed, ...needs])];
  for (const name of names) {
    const [was, is] = [Object.hasOwn(before, name), Object.hasOwn(after, name)];
    const [required, requires] = [needed.includes(name), needs.includes(name)];
    const quoted = JSON.stringify(name);
    const location = appendPointer(at, name);
    if (was !== is) {
      const optional = (is ? requires : required) ? "required" : "optional";
      changes.push({
        kind: is ? "property-added" : "property-removed",
        location,
        old: was ? placeOf(older, "properties", name) : undefined,
        new: is ? placeOf(newer, "properties", name) : undefined,
        sentence: `the ${optional} property ${quoted} was ${is ? "added" : "removed"}`,
        ...effectsOf(alone(pair, name), options(), (schema) => withProperty(schema, name, pair.newer)),
      });
    } else if (required !== requires) {
      changes.push({
        kind: requires ? "property-required" : "property-optional",
        location,
        old: required ? placeOf(older, "required") : undefined,
        new: requires ? placeOf(newer, "required") : undefined,
        sentence: `the property ${quoted} became ${requires ? "required" : "optional"}`,
        ...effectsOf(alone(pair, name), options(), (schema) => withRequired(schema, name, requires)),
      });
    }
  }
}
