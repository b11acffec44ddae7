import type { EventContract } from "../contract/contract.ts";
import { EventError } from "../event-error.ts";

/** Whatever a handler threw, as an error whose fields are texts and can be read. */
export function asError(thrown: unknown): Error {
  try {
    if (thrown instanceof EventError) return thrown;
    if (thrown instanceof Error) {
      const error = new Error(String(thrown.message));
      error.name = String(thrown.name);
      error.stack = String(thrown.stack);
      return error;
    }
  } catch {
    // A proxy, or a getter, that throws.
  }
  const what = thrown === undefined || thrown === null ? String(thrown) : `a value of type ${typeof thrown}`;
  return new EventError("unexpected", `a handler threw ${what}, want an error`);
}

/** The error without the personal and secret values of the event that it is about, fit for a log line. */
export function masked(error: Error, contract: EventContract | undefined, data: unknown): Error {
  const hide = (text: string) => (contract ? withoutValues(text, contract, data) : text);
  const shown = new Error(hide(error.message));
  shown.name = error.name;
  if (error.stack !== undefined) shown.stack = hide(error.stack);
  return shown;
}

function withoutValues(text: string, contract: EventContract, data: unknown): string {
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
