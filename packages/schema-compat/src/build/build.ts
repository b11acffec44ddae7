import type { FormatTable } from "../format/format.ts";
import { FALSE, type Lit, type Node, type Store, TRUE } from "../ir/store.ts";
import { own } from "../json/json.ts";
import type { Library } from "../load/library.ts";
import { type Location, SchemaError, schemaAt } from "../load/location.ts";
import { entering, outermost, type Surroundings, targetsOf } from "../load/surroundings.ts";
import { checkShape } from "../load/wellformed.ts";
import { buildArrays } from "./arrays.ts";
import type { Building } from "./context.ts";
import { comesBackMessage } from "./evaluated.ts";
import { buildLogic } from "./logic.ts";
import { buildNumbers } from "./numbers.ts";
import { buildObjects } from "./objects.ts";
import { buildStrings } from "./strings.ts";
import { buildUnevaluated } from "./unevaluated.ts";
import { buildValues } from "./values.ts";

/**
 * Translates a schema with all that it refers to. `name` keeps the recursive parts of two schemas apart. `met` is told
 * of each schema object on the way, the inner ones first.
 */
export function build(
  store: Store,
  library: Library,
  formats: FormatTable,
  name: string,
  met: (location: Location, lit: Lit) => void = () => {},
): Lit {
  const done = new Map<string, Lit>();
  const open = new Set<string>();
  const placeholders = new Map<string, Node>();
  const refs: [lit: Lit, pointer: string][] = [];

  function building(location: Location, outer: Surroundings): Building | undefined {
    const schema = schemaAt(location);
    if (typeof schema === "boolean") return undefined;
    checkShape(location);
    const around = entering(location, outer);
    return {
      store,
      library,
      formats,
      schema,
      location,
      around,
      child: (...steps) => at(library.child(location, ...steps), around),
      at: (other) => at(other, around),
    };
  }

  function parts(here: Building): Lit {
    const { schema, location } = here;
    const references = targetsOf(library, location, schema, here.around).map(here.at);
    if (library.hides(location) && own(schema, "$ref") !== undefined) {
      return store.and(...references);
    }
    return store.and(
      ...buildValues(here),
      ...buildNumbers(here),
      ...buildStrings(here),
      ...buildObjects(here),
      ...buildArrays(here),
      ...references,
      ...buildLogic(here),
      ...buildUnevaluated(here, (other, from) => building(other, from.around)),
    );
  }

  function at(location: Location, around: Surroundings): Lit {
    const here = building(location, around);
    if (here === undefined) return location.schema === true ? TRUE : FALSE;
    const key = `${location.key}|${here.around.key}`;
    const known = done.get(key);
    if (known !== undefined) return known;
    const ref = `${name}${key}`;
    if (open.has(key)) {
      const lit = store.ref(ref);
      refs.push([lit, location.pointer]);
      placeholders.set(key, store.node(lit));
      return lit;
    }
    open.add(key);
    const lit = parts(here);
    open.delete(key);
    done.set(key, lit);
    met(location, lit);
    const placeholder = placeholders.get(key);
    if (placeholder?.is === "ref") placeholder.target = lit;
    return lit;
  }

  const root = at(library.root, outermost);
  for (const [ref, pointer] of refs) {
    if (comesBack(store, ref)) throw new SchemaError("$ref", pointer, comesBackMessage);
  }
  return root;
}

/** Whether a reference leads to itself without a step into the instance: such a schema has no meaning. */
function comesBack(store: Store, start: Lit): boolean {
  const seen = new Set<number>();
  const visit = (lit: Lit): boolean => {
    const index = lit >> 1;
    const node = store.nodes[index];
    if (node?.is !== "and" && node?.is !== "ref") return false;
    if (index === start >> 1 && seen.size > 0) return true;
    if (seen.has(index)) return false;
    seen.add(index);
    return node.is === "and" ? node.all.some(visit) : node.target !== undefined && visit(node.target);
  };
  return visit(start);
}
