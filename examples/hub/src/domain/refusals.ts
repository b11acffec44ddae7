/** Something that the request names does not exist. */
export class NotFound extends Error {
  override readonly name = "NotFound";
}

/** The thing, or `NotFound`. */
export function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new NotFound(`${what} does not exist`);
  return thing;
}

/** Something of the kind has what was to be unique. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}
