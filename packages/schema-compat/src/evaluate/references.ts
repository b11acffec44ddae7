import { dynamicTarget, recursiveTarget } from "../load/dynamic.ts";
import type { Resource } from "../load/location.ts";
import type { Keyword, Scope } from "./frame.ts";

function outermostFirst(scope: Scope): Resource[] {
  const resources: Resource[] = [];
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) resources.push(at.resource);
  return resources.reverse();
}

export const referenceKeywords: Readonly<Record<string, Keyword>> = {
  $ref: (reference, frame) =>
    typeof reference !== "string" || frame.inPlace(frame.run.library.resolve(reference, frame.location)),
  $dynamicRef: (reference, frame) =>
    typeof reference !== "string" ||
    frame.inPlace(dynamicTarget(frame.run.library, reference, frame.location, outermostFirst(frame.scope))),
  $recursiveRef: (_, frame) =>
    frame.inPlace(recursiveTarget(frame.run.library, frame.location, outermostFirst(frame.scope))),
};
