import { isArray, isObject, type Json, type JsonObject, objectOf, own } from "../json/json.ts";
import { knows, shapeOf } from "../load/dialect.ts";
import type { Library } from "../load/library.ts";
import type { Location } from "../load/location.ts";
import { entering, outermost, type Surroundings, targetsOf } from "../load/surroundings.ts";

const references = new Set(["$ref", "$dynamicRef", "$recursiveRef", "$defs", "definitions"]);

/**
 * Writes a schema so that ajv reads it as its draft means it. ajv has no draft-04, obeys keywords that a draft does
 * not have yet and siblings of `$ref` that a draft ignores, resolves dynamic references by name only, and loops on
 * some embedded `$id`s. So the result has no identifiers, no other documents and no keywords of other drafts; every
 * reference, a dynamic one once for each of its surroundings, points into `$defs`, whose names begin with the prefix.
 * A part of a schema can be written by itself. With `names`, what the schema says of properties by any other name is
 * left out: no instance without such names can tell.
 */
export function standalone(
  library: Library,
  start: Location = library.root,
  prefix = "d",
  names?: ReadonlySet<string>,
): Json {
  const written = new Map<string, string>();
  const definitions: [string, Json][] = [];
  const waiting: [name: string, location: Location, around: Surroundings][] = [];

  function reference(location: Location, around: Surroundings): Json {
    const key = `${location.key}|${entering(location, around).key}`;
    let name = written.get(key);
    if (name === undefined) {
      name = `${prefix}${written.size}`;
      written.set(key, name);
      waiting.push([name, location, around]);
    }
    return `#/$defs/${name}`;
  }

  function write(location: Location, outer: Surroundings): Json {
    const { schema } = location;
    if (!isObject(schema)) return schema;
    const { dialect } = location.resource;
    const around = entering(location, outer);
    const [first, ...others] = targetsOf(library, location, schema, around).map((to) => reference(to, around));
    const entries: [string, Json][] = first === undefined ? [] : [["$ref", first]];
    if (first !== undefined && library.hides(location)) return objectOf(entries);
    for (const [keyword, value] of Object.entries(schema)) {
      if (knows(dialect, keyword) && !references.has(keyword))
        entries.push(...assertion(keyword, value, location, around));
    }
    // ajv skips an `if` with one branch where the branch that is missing would be taken, and what `if` evaluates with it.
    for (const branch of ["then", "else"]) {
      if (knows(dialect, "if") && own(schema, "if") !== undefined && own(schema, branch) === undefined)
        entries.push([branch, {}]);
    }
    if (others.length === 0) return objectOf(entries);
    return { allOf: [objectOf(entries), ...others.map((to) => ({ $ref: to }))] };
  }

  function assertion(keyword: string, value: Json, location: Location, around: Surroundings): [string, Json][] {
    const schema = location.schema as { [name: string]: Json };
    // A bound is exclusive by a boolean beside it in draft-04.
    if (keyword === "minimum" && own(schema, "exclusiveMinimum") === true) return [["exclusiveMinimum", value]];
    if (keyword === "maximum" && own(schema, "exclusiveMaximum") === true) return [["exclusiveMaximum", value]];
    if ((keyword === "exclusiveMinimum" || keyword === "exclusiveMaximum") && typeof value === "boolean") return [];
    // ajv refuses to compile these when they are empty.
    if (isArray(value) && value.length === 0) {
      if (["enum", "anyOf", "oneOf"].includes(keyword)) return [["not", {}]];
      if (keyword === "allOf") return [];
    }
    if (keyword === "not" && ["enum", "anyOf", "oneOf"].some((other) => isEmpty(own(schema, other)))) return [];
    if (keyword === "properties" && isObject(value) && Object.hasOwn(value, "__proto__"))
      return prototype(value, location, around);
    if (keyword === "patternProperties" && declares(schema, "__proto__")) return [];
    return [[keyword, held(keyword, value, location, around)]];
  }

  /** ajv passes over a property called __proto__; as a pattern it does not. */
  function prototype(properties: JsonObject, location: Location, around: Surroundings): [string, Json][] {
    const patterns = (location.schema as JsonObject).patternProperties;
    const { ["__proto__"]: _, ...others } = held("properties", properties, location, around) as {
      [name: string]: Json;
    };
    const known = patterns === undefined ? {} : (held("patternProperties", patterns, location, around) as JsonObject);
    const one = write(library.child(location, "properties", "__proto__"), around);
    return [
      ["properties", others],
      ["patternProperties", objectOf([...Object.entries(known), ["^__proto__$", one]])],
    ];
  }

  /** The subschemas under a keyword, each written. */
  function held(keyword: string, value: Json, location: Location, around: Surroundings): Json {
    const shape = shapeOf(location.resource.dialect, keyword);
    if (shape === undefined) return value;
    const at = (...steps: (string | number)[]): Json => write(library.child(location, keyword, ...steps), around);
    if (isArray(value)) return value.map((_, i) => at(i));
    const byName = shape === "map" || keyword === "dependencies";
    if (!byName || !isObject(value)) return at();
    const concerned = Object.entries(value).filter(
      ([name]) => names === undefined || keyword === "patternProperties" || names.has(name),
    );
    return objectOf(concerned.map(([name, one]) => [name, isArray(one) ? one : at(name)]));
  }

  const root = write(start, outermost);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [name, location, around] = next;
    definitions.push([name, write(location, around)]);
  }
  if (definitions.length === 0 || !isObject(root)) return root;
  return { ...root, $defs: objectOf(definitions) };
}

function declares(schema: JsonObject, name: string): boolean {
  const properties = own(schema, "properties");
  return isObject(properties) && Object.hasOwn(properties, name);
}

function isEmpty(value: Json | undefined): boolean {
  return isArray(value) && value.length === 0;
}
