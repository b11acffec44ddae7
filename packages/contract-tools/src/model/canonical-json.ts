/**
 * JSON text whose properties are sorted by their names' code units, so that equal values have equal texts, as
 * RFC 8785 says.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  // Thousands of released versions are read in each run of the gate: no lists beside the names are made.
  let members = "";
  for (const name of Object.keys(value).sort()) {
    const inner = (value as Record<string, unknown>)[name];
    if (inner !== undefined) members += `${members === "" ? "" : ","}${quoted(name)}:${canonicalJson(inner)}`;
  }
  return `{${members}}`;
}

const NAMES = new Map<string, string>();

/** A name as JSON text; the same few hundred come again and again. */
function quoted(name: string): string {
  let text = NAMES.get(name);
  if (text === undefined) {
    text = JSON.stringify(name);
    if (NAMES.size < 10_000) NAMES.set(name, text);
  }
  return text;
}
