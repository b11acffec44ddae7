import { applyEdits, modify } from "jsonc-parser";
import type { Diagnostic, Edit } from "../diagnostics/diagnostic.ts";
import type { InputFile } from "../model/model.ts";
import { fromPointer, valueAt } from "../model/pointer.ts";

/**
 * The files whose problems have one remedy, with it applied; their layout stays as it is. Lint again afterwards: what
 * was put right may have hidden something else.
 */
export function applyFixes(inputs: readonly InputFile[], diagnostics: readonly Diagnostic[]): InputFile[] {
  return inputs.flatMap(({ file, text }) => {
    const edits = diagnostics.flatMap((one) => (one.file === file && one.edit !== undefined ? [one.edit] : []));
    // From the end: taking an item out of a list moves those behind it.
    const fixed = [...edits].reverse().reduce(applyEdit, text);
    return fixed === text ? [] : [{ file, text: fixed }];
  });
}

function applyEdit(text: string, edit: Edit): string {
  const value = JSON.parse(text) as unknown;
  let holder: unknown = value;
  const path = fromPointer(edit.pointer).map((segment) => {
    const step = Array.isArray(holder) ? Number(segment) : segment;
    holder = (holder as Record<string | number, unknown> | undefined)?.[step];
    return step;
  });
  const isThere = valueAt(value, edit.pointer) !== undefined;
  if ("remove" in edit && !isThere) return text;
  const formattingOptions = layoutOf(text);
  const changed = "remove" in edit ? undefined : edit.value;
  return applyEdits(
    text,
    modify(text, path, changed, { formattingOptions, getInsertionIndex: (names) => indexOf(path, names) }),
  );
}

/** Keys of a contract stand in this order. */
const ORDER = ["$schema", "$id", "title", "description", "x-event", "type"];

function indexOf(path: readonly (string | number)[], names: readonly string[]): number {
  const rank = ORDER.indexOf(String(path.at(-1)));
  if (path.length > 1 || rank < 0) return names.length;
  return names.filter((name) => ORDER.includes(name) && ORDER.indexOf(name) < rank).length;
}

function layoutOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  return { insertSpaces: !indent.startsWith("\t"), tabSize: indent.length, eol: text.includes("\r\n") ? "\r\n" : "\n" };
}
