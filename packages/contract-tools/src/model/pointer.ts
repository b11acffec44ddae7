/** JSON Pointer (RFC 6901) of a path of property names and array indexes. */
export function toPointer(path: readonly (string | number)[]): string {
  return path.reduce<string>(child, "");
}

/** The segments of a JSON Pointer, unescaped. */
export function fromPointer(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** `pointer` extended by one property name or index. */
export function child(pointer: string, segment: string | number): string {
  const text = String(segment);
  return `${pointer}/${/[~/]/.test(text) ? text.replaceAll("~", "~0").replaceAll("/", "~1") : text}`;
}

/** The value that a pointer leads to, or `undefined`. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const segment of fromPointer(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}
