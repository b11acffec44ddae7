// A contract's pointers are looked up for each event.
const known = new Map<string, readonly string[]>();

function tokensOf(pointer: string): readonly string[] {
  let tokens = known.get(pointer);
  if (tokens === undefined) {
    tokens = pointer
      .split("/")
      .slice(1)
      .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
    known.set(pointer, tokens);
  }
  return tokens;
}

/** The value at a JSON Pointer (RFC 6901) of a contract; undefined where there is none. */
export function valueAt(data: unknown, pointer: string): unknown {
  let value = data;
  for (const name of tokensOf(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}
