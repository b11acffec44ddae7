// A small pretty printer after Wadler's "A prettier printer", with the parts of it that the formatter's layout of types
// and values needs. The rules that use it are in layout.ts and literal.ts.

/** Width and indentation of biome.json. */
export const WIDTH = 120;
const STEP = 2;

/** A text with the places where it may be broken into lines. */
export type Doc = string | readonly Doc[] | IndentDoc | LineDoc | GroupDoc | IfBreakDoc | FillDoc | HangDoc | BlockDoc;

interface IndentDoc {
  readonly kind: "indent";
  readonly doc: Doc;
}
interface LineDoc {
  readonly kind: "line";
  /** What stands there when the group is on one line; undefined for a line that always ends. */
  readonly flat: string | undefined;
}
interface GroupDoc {
  readonly kind: "group";
  readonly doc: Doc;
  readonly isBroken: boolean;
}
interface IfBreakDoc {
  readonly kind: "if-break";
  readonly broken: Doc;
  readonly flat: Doc;
}
interface FillDoc {
  readonly kind: "fill";
  readonly items: readonly Doc[];
}
interface HangDoc {
  readonly kind: "hang";
  readonly doc: Doc;
}
interface BlockDoc {
  readonly kind: "block";
  /** Whole lines, which may depend on the column that they begin at. */
  readonly lines: (column: number) => readonly string[];
}

export const hardline: Doc = { kind: "line", flat: undefined };
export const line: Doc = { kind: "line", flat: " " };
export const softline: Doc = { kind: "line", flat: "" };

export const indent = (...doc: readonly Doc[]): Doc => ({ kind: "indent", doc });
/** What stands in a broken group, and what in one on a line. */
export const ifBreak = (broken: Doc, flat: Doc = ""): Doc => ({ kind: "if-break", broken, flat });
/** On one line if it fits, else broken at all of its own lines. */
export const group = (...doc: readonly Doc[]): Doc => ({ kind: "group", doc, isBroken: endsLine(doc) });
/** As many items on each line as fit; each item brings its comma. */
export const fill = (items: readonly Doc[]): Doc => ({ kind: "fill", items });

/** Behind a space; indented on the next line if its beginning does not fit there. */
export const hang = (...doc: readonly Doc[]): Doc => ({ kind: "hang", doc });
/** Lines of their own, each with an end of line behind it. */
export const block = (lines: BlockDoc["lines"]): Doc => ({ kind: "block", lines });

/** Items in brackets: on one line, or each on its own with a comma behind it. */
export const tuple = (items: readonly Doc[]): Doc =>
  group("[", indent(softline, join([",", line], items)), ifBreak(","), softline, "]");

/** The items with `separator` between them. */
export function join(separator: Doc, items: readonly Doc[]): Doc[] {
  return items.flatMap((item, i) => (i === 0 ? [item] : [separator, item]));
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

/** Whether a line in it always ends, which breaks the groups around it. */
function endsLine(doc: Doc): boolean {
  if (typeof doc === "string") return false;
  if (isList(doc)) return doc.some(endsLine);
  switch (doc.kind) {
    case "line":
      return doc.flat === undefined;
    case "indent":
    case "hang":
      return endsLine(doc.doc);
    case "group":
      return doc.isBroken;
    case "if-break":
      return endsLine(doc.broken) || endsLine(doc.flat);
    case "fill":
      return doc.items.some(endsLine);
    case "block":
      return true;
  }
}

interface Command {
  readonly doc: Doc;
  readonly indent: number;
  readonly isFlat: boolean;
}

/** Columns that a text takes on a line. */
function widthOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) {
    if (/\p{Mark}|\u200d/u.test(char)) continue;
    width += /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/u.test(char)
      ? 2
      : 1;
  }
  return width;
}

/** Whether `first`, and what follows it up to the next end of a line, fits into `room`. */
function fits(first: Command, rest: readonly Command[], room: number): boolean {
  let left = room;
  let next = rest.length;
  const stack = [first];
  while (left >= 0) {
    const command = stack.pop() ?? rest[--next];
    if (command === undefined) return true;
    const { doc, indent: depth, isFlat } = command;
    const push = (inner: Doc, flat = isFlat): number => stack.push({ doc: inner, indent: depth, isFlat: flat });
    if (typeof doc === "string") left -= widthOf(doc);
    else if (isList(doc)) for (const inner of doc.toReversed()) push(inner);
    else if (doc.kind === "block") return true;
    else if (doc.kind === "line") {
      if (!isFlat || doc.flat === undefined) return true;
      left -= doc.flat.length;
    } else if (doc.kind === "group") push(doc.doc, isFlat && !doc.isBroken);
    else if (doc.kind === "if-break") push(isFlat ? doc.flat : doc.broken);
    else if (doc.kind === "fill") push(join(line, doc.items));
    else if (doc.kind === "hang") push([line, doc.doc]);
    else push(doc.doc);
  }
  return false;
}

/** The text of a document. */
export function print(doc: Doc): string {
  const stack: Command[] = [{ doc, indent: 0, isFlat: false }];
  let text = "";
  let column = 0;
  for (let command = stack.pop(); command !== undefined; command = stack.pop()) {
    const { doc: current, indent: depth, isFlat } = command;
    const push = (inner: Doc, flat = isFlat, deeper = depth): number =>
      stack.push({ doc: inner, indent: deeper, isFlat: flat });
    const isRoomFor = (inner: Doc, flat: boolean, rest: readonly Command[] = stack): boolean =>
      fits({ doc: inner, indent: depth, isFlat: flat }, rest, WIDTH - column);
    if (typeof current === "string") {
      text += current;
      column += widthOf(current);
    } else if (isList(current)) for (const inner of current.toReversed()) push(inner);
    else if (current.kind === "indent") push(current.doc, isFlat, depth + STEP);
    else if (current.kind === "if-break") push(isFlat ? current.flat : current.broken);
    else if (current.kind === "block") push(current.lines(depth).map((one) => [one, hardline]));
    else if (current.kind === "group") push(current.doc, isFlat || (!current.isBroken && isRoomFor(current.doc, true)));
    else if (current.kind === "hang") {
      push(isRoomFor([" ", current.doc], isFlat) ? [" ", current.doc] : indent(hardline, current.doc));
    } else if (current.kind === "line") {
      if (isFlat && current.flat !== undefined) push(current.flat);
      else {
        text += `\n${" ".repeat(depth)}`;
        column = depth;
      }
    } else {
      const [first, second, ...more] = current.items;
      if (first === undefined) continue;
      if (second !== undefined) {
        push(fill([second, ...more]));
        push(line, isRoomFor([first, " ", second], isFlat, []));
      }
      push(first);
    }
  }
  return text.replaceAll(/ +$/gm, "");
}
