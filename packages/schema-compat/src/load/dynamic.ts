import type { Library } from "./library.ts";
import type { Location, Resource } from "./location.ts";

/** `$dynamicRef` (2020-12 core §8.2.3.2): a reference to a dynamic anchor goes to the outermost resource that has it. */
export function dynamicTarget(
  library: Library,
  reference: string,
  from: Location,
  outermostFirst: Iterable<Resource>,
): Location {
  const target = library.resolve(reference, from);
  const name = reference.slice(reference.indexOf("#") + 1);
  if (!reference.includes("#") || target.resource.dynamicAnchors.get(name)?.key !== target.key) return target;
  for (const resource of outermostFirst) {
    const found = resource.dynamicAnchors.get(name);
    if (found !== undefined) return found;
  }
  return target;
}

/** `$recursiveRef: "#"` (2019-09 core §8.2.4.2): the outermost resource that asks for it. */
export function recursiveTarget(library: Library, from: Location, outermostFirst: Iterable<Resource>): Location {
  const target = library.resolve("#", from);
  if (!target.resource.recursiveAnchor) return target;
  for (const resource of outermostFirst) if (resource.recursiveAnchor) return resource.root;
  return target;
}
