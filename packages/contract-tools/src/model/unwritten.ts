import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { child, valueAt } from "./pointer.ts";
import type { Source } from "./source.ts";

/** What stands at the beginning of each text that only a person can write, until somebody has. */
export const UNWRITTEN = "TODO";

/** Whether a text is still to be written. */
export function isUnwritten(text: unknown): boolean {
  return typeof text === "string" && /^TODO\b/.test(text);
}

/** Where in a file texts are still to be written, in the order of the document. */
export function findUnwritten(source: Source): Diagnostic[] {
  return [...pointers(source.value, "")].map((pointer) =>
    diagnostic("to-be-written", source.place(pointer), { text: valueAt(source.value, pointer) as string }),
  );
}

function* pointers(value: unknown, pointer: string): Generator<string> {
  if (isUnwritten(value)) yield pointer;
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) yield* pointers(inner, child(pointer, name));
}
