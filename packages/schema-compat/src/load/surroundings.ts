import type { JsonObject } from "../json/json.ts";
import { own } from "../json/json.ts";
import { knows } from "./dialect.ts";
import { dynamicTarget, recursiveTarget } from "./dynamic.ts";
import type { Library } from "./library.ts";
import type { Location, Resource } from "./location.ts";

/** The resources on the way from the root that have dynamic anchors, outermost first: all that `$dynamicRef` can see. */
export interface Surroundings {
  readonly resources: readonly Resource[];
  readonly key: string;
}

export const outermost: Surroundings = { resources: [], key: "" };

/** What is seen from inside a place, when it is met from these surroundings. */
export function entering(location: Location, around: Surroundings): Surroundings {
  const { resource } = location;
  if (resource.dynamicAnchors.size === 0 && !resource.recursiveAnchor) return around;
  if (around.resources.includes(resource)) return around;
  return { resources: [...around.resources, resource], key: `${around.key} ${resource.uri}` };
}

/** Where the references of a schema object lead, in the order `$ref`, `$dynamicRef`, `$recursiveRef`. */
export function targetsOf(library: Library, location: Location, schema: JsonObject, around: Surroundings): Location[] {
  const targets: Location[] = [];
  const { dialect } = location.resource;
  const { ref, dynamic, recursive } = {
    ref: own(schema, "$ref"),
    dynamic: own(schema, "$dynamicRef"),
    recursive: own(schema, "$recursiveRef"),
  };
  if (typeof ref === "string") targets.push(library.resolve(ref, location));
  if (typeof dynamic === "string" && knows(dialect, "$dynamicRef")) {
    targets.push(dynamicTarget(library, dynamic, location, around.resources));
  }
  if (recursive !== undefined && knows(dialect, "$recursiveRef")) {
    targets.push(recursiveTarget(library, location, around.resources));
  }
  return targets;
}
