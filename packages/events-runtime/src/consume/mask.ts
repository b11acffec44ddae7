import type { EventContract } from "../contract/contract.ts";

/**
 * A text, such as the message of what a handler threw, without the personal and secret values of the event that it is
 * about.
 */
export function masked(text: string, contract: EventContract, data: unknown): string {
  const values = contract.sensitive.flatMap((pointer) => [...valuesAt(data, pointer.split("/").slice(1))]);
  // The longest first: one may be part of another.
  return values
    .sort((a, b) => b.length - a.length)
    .reduce((shown, value) => (value === "" ? shown : shown.replaceAll(value, "[masked]")), text);
}

/** The strings and numbers at or under a pointer, of which `*` is any index or name. */
function* valuesAt(data: unknown, [token, ...rest]: readonly string[]): Generator<string> {
  if (typeof data === "string" || typeof data === "number") {
    if (token === undefined) yield String(data);
  } else if (typeof data === "object" && data !== null) {
    const name = token?.replaceAll("~1", "/").replaceAll("~0", "~");
    for (const [key, value] of Object.entries(data)) {
      if (name === undefined || name === "*" || name === key) yield* valuesAt(value, rest);
    }
  }
}
