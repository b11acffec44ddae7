import { createRequire } from "node:module";
import { isArray, isObject, type Json, type JsonObject, own } from "../json/json.ts";
import { appendPointer, pointerTokens } from "../json/pointer.ts";
import { type Dialect, dialectOf, knows, refHidesSiblings, shapeOf } from "./dialect.ts";
import { draft04 } from "./draft-04.ts";
import { type Location, type Resource, SchemaError } from "./location.ts";
import { resolveUri, withoutFragment } from "./uri.ts";

const require = createRequire(import.meta.url);

/** How schemas are read. */
export interface LoadOptions {
  /** The draft of a schema that names none. Default 2020-12. */
  readonly dialect?: Dialect;
  /** Other documents that `$ref` may point to, by absolute URI. Nothing is ever fetched. */
  readonly documents?: Readonly<Record<string, Json>>;
  /** Meta-schemas of one's own: the URI in `$schema`, and the draft that it extends. */
  readonly dialects?: Readonly<Record<string, Dialect>>;
}

/** A schema and every document that it can reach, indexed by URI and anchor. */
export interface Library {
  readonly root: Location;
  /** How it was read. */
  readonly options: LoadOptions;
  /** The place that a reference points to; throws SchemaError when there is none. */
  resolve(reference: string, from: Location): Location;
  /** Whether `$ref` hides its siblings at this place. */
  hides(location: Location): boolean;
  /** A place met so far where a sibling of `$ref` would say something if it were obeyed. */
  hidden(): Location | undefined;
  /** The part of a schema at these steps; entering an `$id` changes the resource. */
  child(location: Location, ...steps: readonly (string | number)[]): Location;
}

const rootUri = "https://schema.invalid/root.json";

/**
 * Up to draft-07 what stands beside `$ref` is ignored; many validators, ajv among them, obey it all the same.
 */
export type Siblings = "ignored" | "obeyed";

/** Reads a schema. Other documents are read, and changed by `rewrite`, when something refers to them. */
export function load(
  schema: Json,
  options: LoadOptions = {},
  siblings: Siblings = "ignored",
  rewrite: (document: Json) => Json = (document) => document,
): Library {
  const fallback = options.dialect ?? "2020-12";
  const resources = new Map<string, Resource>();
  const pending = new Map<string, Json>(
    Object.entries(options.documents ?? {}).map(([uri, document]) => [withoutFragment(uri), document]),
  );

  function identify(value: JsonObject, dialect: Dialect): string | undefined {
    if (refHidesSiblings(dialect) && "$ref" in value) return undefined;
    const id = own(value, dialect === "draft-04" ? "id" : "$id");
    return typeof id === "string" ? id : undefined;
  }

  function dialectAt(value: Json, otherwise: Dialect): Dialect {
    const named = isObject(value) ? own(value, "$schema") : undefined;
    return (typeof named === "string" ? dialectOf(named, options.dialects) : undefined) ?? otherwise;
  }

  function open(value: Json, uri: string, dialect: Dialect, document: string, pointer: string): Location {
    const resource = { uri, dialect, anchors: new Map(), dynamicAnchors: new Map() } as unknown as {
      -readonly [K in keyof Resource]: Resource[K];
    };
    resource.recursiveAnchor = isObject(value) && own(value, "$recursiveAnchor") === true;
    resource.root = { schema: value, resource, pointer, document, key: `${document}#${pointer}` };
    if (!resources.has(uri)) resources.set(uri, resource);
    return resource.root;
  }

  // A place is one object however often it is come by, so that others can keep what they know of it.
  const steps = new Map<Location, Map<string, Location>>();

  function step(location: Location, token: string | number): Location {
    let known = steps.get(location);
    if (known === undefined) {
      known = new Map();
      steps.set(location, known);
    }
    let to = known.get(String(token));
    if (to === undefined) {
      to = take(location, token);
      known.set(String(token), to);
    }
    return to;
  }

  function take(location: Location, token: string | number): Location {
    const parent = location.schema;
    const value = isArray(parent) ? parent[Number(token)] : isObject(parent) ? own(parent, String(token)) : undefined;
    if (value === undefined) {
      throw new SchemaError("$ref", location.pointer, `found nothing at "${appendPointer(location.pointer, token)}"`);
    }
    const pointer = appendPointer(location.pointer, token);
    return {
      schema: value,
      resource: location.resource,
      pointer,
      document: location.document,
      key: `${location.document}#${pointer}`,
    };
  }

  // Indexed places of embedded resources, so that a walk from outside meets the same resource object again.
  const embedded = new Map<string, Location>();
  const entered = new Map<Location, Location>();

  function enter(location: Location): Location {
    let inside = entered.get(location);
    if (inside === undefined) {
      inside = resourceAt(location);
      entered.set(location, inside);
    }
    return inside;
  }

  function resourceAt(location: Location): Location {
    const value = location.schema;
    if (!isObject(value) || location === location.resource.root) return location;
    const known = embedded.get(location.key);
    if (known !== undefined) return known;
    const dialect = dialectAt(value, location.resource.dialect);
    const id = identify(value, dialect);
    if (id === undefined || id.startsWith("#")) return location;
    const uri = resolveUri(id, location.resource.uri);
    const opened = open(value, withoutFragment(uri), dialect, location.document, location.pointer);
    embedded.set(location.key, opened);
    return opened;
  }

  function child(location: Location, ...steps: readonly (string | number)[]): Location {
    let at = location;
    for (const token of steps) at = step(at, token);
    return enter(at);
  }

  let hidden: Location | undefined;
  const indexed = new Set<string>();

  function index(start: Location): void {
    const location = enter(start);
    if (indexed.has(location.key)) return;
    indexed.add(location.key);
    const value = location.schema;
    if (!isObject(value)) return;
    const { resource } = location;
    if (
      refHidesSiblings(resource.dialect) &&
      "$ref" in value &&
      Object.keys(value).some((name) => says(name, resource.dialect))
    ) {
      hidden ??= location;
    }
    if (!(refHidesSiblings(resource.dialect) && "$ref" in value)) anchors(value, location);
    for (const keyword of Object.keys(value)) {
      const shape = shapeOf(resource.dialect, keyword);
      if (shape === undefined) continue;
      const held = value[keyword] as Json;
      if (shape !== "schema" && isArray(held)) held.forEach((_, i) => void index(step(step(location, keyword), i)));
      else if (shape === "map" || (shape === "mixed" && keyword === "dependencies")) {
        if (isObject(held)) for (const name of Object.keys(held)) index(step(step(location, keyword), name));
      } else if (shape !== "list") index(step(location, keyword));
    }
  }

  function anchors(value: JsonObject, location: Location): void {
    const { resource } = location;
    const id = identify(value, resource.dialect);
    if (id?.includes("#") && refHidesSiblings(resource.dialect)) {
      const name = id.slice(id.indexOf("#") + 1);
      if (name !== "") resource.anchors.set(name, location);
    }
    const anchor = own(value, "$anchor");
    if (typeof anchor === "string" && !refHidesSiblings(resource.dialect)) resource.anchors.set(anchor, location);
    const dynamic = own(value, "$dynamicAnchor");
    if (typeof dynamic === "string" && resource.dialect === "2020-12") {
      resource.anchors.set(dynamic, location);
      resource.dynamicAnchors.set(dynamic, location);
    }
  }

  function document(value: Json, uri: string, name: string): Location {
    const dialect = dialectAt(value, fallback);
    const id = isObject(value) ? identify(value, dialect) : undefined;
    const own = id === undefined || id.startsWith("#") ? uri : withoutFragment(resolveUri(id, uri));
    const root = open(value, own, dialect, name, "");
    // A document is found under the address it was supplied by as well as under its own name.
    if (!resources.has(uri)) resources.set(uri, root.resource);
    index(root);
    return root;
  }

  function find(uri: string): Resource | undefined {
    const known = resources.get(uri);
    if (known !== undefined) return known;
    const given = pending.get(uri);
    const supplied = given === undefined ? metaSchema(uri) : rewrite(given);
    if (supplied !== undefined) {
      pending.delete(uri);
      document(supplied, uri, uri);
      return resources.get(uri);
    }
    // An embedded `$id` in a supplied document that nothing has named yet.
    for (const [address, value] of pending) {
      pending.delete(address);
      document(rewrite(value), address, address);
      const found = resources.get(uri);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  const targets = new Map<Resource, Map<string, Location>>();

  function resolve(reference: string, from: Location): Location {
    let known = targets.get(from.resource);
    if (known === undefined) {
      known = new Map();
      targets.set(from.resource, known);
    }
    let target = known.get(reference);
    if (target === undefined) {
      target = lookUp(reference, from);
      known.set(reference, target);
    }
    return target;
  }

  function lookUp(reference: string, from: Location): Location {
    const fail = (): never => {
      throw new SchemaError("$ref", from.pointer, `"${reference}" points to nothing that was supplied`);
    };
    const target = reference.startsWith("#") ? from.resource.uri + reference : resolveUri(reference, from.resource.uri);
    const resource = find(withoutFragment(target)) ?? fail();
    const hash = target.indexOf("#");
    const fragment = hash < 0 ? "" : safeDecode(target.slice(hash + 1));
    if (fragment === "") return resource.root;
    if (!fragment.startsWith("/")) return resource.anchors.get(fragment) ?? fail();
    let at: Location = resource.root;
    for (const token of pointerTokens(fragment)) at = enter(step(at, token));
    index(at);
    return at;
  }

  return {
    root: document(schema, rootUri, ""),
    options,
    resolve,
    child,
    hides: (location) => siblings === "ignored" && refHidesSiblings(location.resource.dialect),
    hidden: () => hidden,
  };
}

/** Whether a keyword beside `$ref` would refuse anything. */
function says(keyword: string, dialect: Dialect): boolean {
  return !["$ref", "definitions", "$defs"].includes(keyword) && knows(dialect, keyword);
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const metaFiles: Readonly<Record<string, string>> = {
  "http://json-schema.org/draft-06/schema": "json-schema-draft-06.json",
  "http://json-schema.org/draft-07/schema": "json-schema-draft-07.json",
};

/** The meta-schemas that ajv ships, for schemas that refer to them. */
function metaSchema(uri: string): Json | undefined {
  if (uri === "http://json-schema.org/draft-04/schema") return draft04;
  const modern = /^https:\/\/json-schema\.org\/draft\/(2019-09|2020-12)\/(schema|meta\/[a-z-]+)$/.exec(uri);
  const file = modern === null ? metaFiles[uri] : `json-schema-${modern[1]}/${modern[2]}.json`;
  if (file === undefined) return undefined;
  try {
    return require(`ajv/dist/refs/${file}`) as Json;
  } catch {
    return undefined;
  }
}
