import { canonical, isArray, isObject, type Json, type JsonObject } from "../json/json.ts";
import { appendPointer, pointerTokens } from "../json/pointer.ts";
import { atLeast } from "../load/dialect.ts";
import { type Library, type LoadOptions, load } from "../load/library.ts";
import { type Location, SchemaError } from "../load/location.ts";
import type { Obstacle } from "../solve/result.ts";
import { closeDocument } from "./close.ts";
import { looseReference } from "./loose.ts";
import { openSchema } from "./open.ts";
import { admitsObjects, type Role, roleOf, subschemas } from "./rewrite.ts";

/**
 * Why the two models are not well defined for a schema, if they are not: an older draft, a closing that would happen
 * under `not`, `if` or a `oneOf` whose branches nothing tells apart, one object described in two places that are
 * closed separately, or a reference that leaves open whether its value is an object.
 */
export function modelObstacle(library: Library): Obstacle | undefined {
  const { dialect } = library.root.resource;
  if (!atLeast(dialect, "2019-09")) {
    return { keyword: "$schema", pointer: "", reason: `the contract model needs 2019-09 or later, got ${dialect}` };
  }
  const seen = new Set<string>();
  const visit = (location: Location, role: Role): Obstacle | undefined => {
    const { schema } = location;
    if (!isObject(schema) || seen.has(`${role} ${location.key}`)) return undefined;
    seen.add(`${role} ${location.key}`);
    const own =
      oneOfObstacle(library, location) ??
      overlap(library, location) ??
      borrowed(library, location, role) ??
      looseReference(library, location, role);
    if (own !== undefined) return own;
    if (typeof schema.$ref === "string") {
      const found = visit(library.resolve(schema.$ref, location), "inPlace");
      if (found !== undefined) return found;
    }
    for (const { keyword, steps } of subschemas(schema, location.resource.dialect)) {
      const inner = library.child(location, ...steps);
      const found = roleOf(keyword) === "test" ? testObstacle(library, inner, keyword) : visit(inner, roleOf(keyword));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(library.root, "part");
}

/** The first thing in a schema that keeps the content model `contract` from being well defined for it, if there is one. */
export function contractObstacle(schema: Json, options: LoadOptions = {}): Obstacle | undefined {
  try {
    return modelObstacle(load(schema, options));
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return { keyword: error.keyword, pointer: error.pointer, reason: error.message };
  }
}

/** A schema that is closed where it stands, as the value of a property say, cannot be a part of another object's. */
function borrowed(library: Library, location: Location, role: Role): Obstacle | undefined {
  const schema = location.schema as JsonObject;
  if (typeof schema.$ref !== "string") return undefined;
  const target = library.resolve(schema.$ref, location);
  const tokens = pointerTokens(target.pointer);
  const holder = [tokens.at(-1), tokens.at(-2)].map((token) => roleOf(token ?? ""));
  const standing =
    tokens.length === 0 ? (target.document === "" ? "part" : "definition") : holder.find((one) => one !== "part");
  if ((standing ?? "part") !== "part" || !admitsObjects(target.schema)) return undefined;
  const alone = role === "part" && !Object.keys(schema).some((keyword) => keyword !== "$ref" && declares.has(keyword));
  if (alone) return undefined;
  return {
    keyword: "$ref",
    pointer: appendPointer(location.pointer, "$ref"),
    reason: "what it points to is closed where it stands",
  };
}

const declares = new Set([
  "properties",
  "patternProperties",
  "additionalProperties",
  "allOf",
  "anyOf",
  "oneOf",
  "if",
  "dependentSchemas",
]);

/** A test stays as it is written; one that refers to what is rewritten elsewhere would change with it. */
function testObstacle(library: Library, location: Location, keyword: string): Obstacle | undefined {
  const seen = new Set<string>();
  const visit = (at: Location, referred: boolean): boolean => {
    const { schema } = at;
    if (!isObject(schema) || seen.has(at.key)) return false;
    seen.add(at.key);
    const closes = schema.additionalProperties === false || schema.unevaluatedProperties === false;
    if (closes && keyword !== "contains") return true;
    if (referred && (changes(schema, closeDocument) || changes(schema, openSchema))) return true;
    if (typeof schema.$ref === "string" && visit(library.resolve(schema.$ref, at), true)) return true;
    return [...subschemas(schema, at.resource.dialect)].some(({ steps }) =>
      visit(library.child(at, ...steps), referred),
    );
  };
  if (!visit(location, false)) return undefined;
  return { keyword, pointer: location.pointer, reason: "something is closed or opened under it" };
}

function changes(schema: Json, model: (schema: Json) => Json): boolean {
  return canonical(model(schema)) !== canonical(schema);
}

function oneOfObstacle(library: Library, location: Location): Obstacle | undefined {
  const schema = location.schema as JsonObject;
  const branches = schema.oneOf;
  if (!isArray(branches)) return undefined;
  const all = branches.map((_, i) => discriminators(library, library.child(location, "oneOf", i)));
  for (let i = 0; i < all.length; i++) {
    for (let j = 0; j < i; j++) {
      if (!apart(all[i] as Marks, all[j] as Marks)) {
        const reason = `nothing that every reader checks tells branches ${j} and ${i} apart`;
        return { keyword: "oneOf", pointer: appendPointer(location.pointer, "oneOf"), reason };
      }
    }
  }
  return undefined;
}

/** What a branch says that tells it from others: its types, and for each required property the values it may have. */
interface Marks {
  types: ReadonlySet<string> | undefined;
  readonly values: Map<string, ReadonlySet<string>>;
  readonly required: Set<string>;
}

function discriminators(library: Library, location: Location, depth = 0): Marks {
  const marks: Marks = { types: undefined, values: new Map(), required: new Set() };
  const { schema } = location;
  if (!isObject(schema) || depth > 20) return marks;
  const { type, required, properties } = schema;
  if (type !== undefined)
    marks.types = new Set((isArray(type) ? type : [type]).map(String).map((t) => (t === "integer" ? "number" : t)));
  if (isArray(required)) for (const name of required) marks.required.add(String(name));
  if (isObject(properties)) {
    for (const [name, value] of Object.entries(properties)) {
      if (!isObject(value)) continue;
      const values = "const" in value ? [value.const as Json] : isArray(value.enum) ? value.enum : undefined;
      if (values !== undefined) marks.values.set(name, new Set(values.map(canonical)));
    }
  }
  const inner = isArray(schema.allOf) ? schema.allOf.map((_, i) => library.child(location, "allOf", i)) : [];
  if (typeof schema.$ref === "string") inner.push(library.resolve(schema.$ref, location));
  for (const one of inner.map((at) => discriminators(library, at, depth + 1))) {
    marks.types ??= one.types;
    for (const name of one.required) marks.required.add(name);
    for (const [name, values] of one.values) if (!marks.values.has(name)) marks.values.set(name, values);
  }
  return marks;
}

function apart(a: Marks, b: Marks): boolean {
  if (a.types !== undefined && b.types !== undefined && ![...a.types].some((type) => b.types?.has(type))) return true;
  return [...a.values].some(([name, values]) => {
    const others = b.values.get(name);
    return (
      others !== undefined && a.required.has(name) && b.required.has(name) && ![...values].some((v) => others.has(v))
    );
  });
}

/** One property described as an object in two subschemas that may hold together would be closed in each by itself. */
function overlap(library: Library, location: Location): Obstacle | undefined {
  let found: Obstacle | undefined;
  const declared = (at: Location, depth: number): Map<string, string> => {
    const names = new Map<string, string>();
    const { schema } = at;
    if (!isObject(schema) || depth > 20) return names;
    if (isObject(schema.properties)) {
      for (const [name, value] of Object.entries(schema.properties))
        if (admitsObjects(value)) names.set(name, canonical(value));
    }
    const merge = (others: Map<string, string>, pointer: string): void => {
      for (const [name, text] of others) {
        if (names.has(name) && names.get(name) !== text) {
          found ??= { keyword: "properties", pointer, reason: `"${name}" is described as an object in two places` };
        }
        names.set(name, text);
      }
    };
    if (typeof schema.$ref === "string") merge(declared(library.resolve(schema.$ref, at), depth + 1), at.pointer);
    // Of these only one holds at a time.
    const exclusive = new Map<string, string>();
    for (const { keyword, steps } of subschemas(schema, at.resource.dialect)) {
      if (roleOf(keyword) !== "inPlace") continue;
      const inner = declared(library.child(at, ...steps), depth + 1);
      if (["oneOf", "then", "else"].includes(keyword)) for (const [name, text] of inner) exclusive.set(name, text);
      else merge(inner, appendPointer(at.pointer, ...steps));
    }
    merge(exclusive, at.pointer);
    return names;
  };
  declared(location, 0);
  return found;
}
