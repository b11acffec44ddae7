import { canonical, isArray, type Json } from "../json/json.ts";

/** How one assertion differs: the name of the change, and a sentence about it. */
export interface Wording {
  readonly kind: string;
  readonly sentence: string;
}

function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function kebab(keyword: string): string {
  return keyword.replace(/^\$/, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
  return value === undefined ? undefined : isArray(value) ? value : [value];
}

/** The members of the first that the second has not. */
function missing(list: readonly Json[], from: readonly Json[]): Json[] {
  const have = new Set(from.map(canonical));
  return list.filter((one) => !have.has(canonical(one)));
}

/** Names the change of one keyword from one value to another; at least one of them is there. */
export function wordingOf(keyword: string, before: Json | undefined, after: Json | undefined): Wording {
  const name = kebab(keyword);
  if (keyword === "type" || keyword === "enum") {
    const [old, now] = [listOf(before), listOf(after)];
    if (old !== undefined && now !== undefined) return members(keyword, old, now);
  }
  if (before === undefined) return { kind: `${name}-added`, sentence: `${keyword} ${show(after as Json)} was added` };
  if (after === undefined) return { kind: `${name}-removed`, sentence: `${keyword} ${show(before)} was removed` };
  if (typeof before === "number" && typeof after === "number") {
    const direction = after > before ? "raised" : "lowered";
    return { kind: `${name}-${direction}`, sentence: `${keyword} was ${direction} from ${before} to ${after}` };
  }
  if (typeof before === "object" || typeof after === "object")
    return { kind: `${name}-changed`, sentence: `${keyword} was changed` };
  return { kind: `${name}-changed`, sentence: `${keyword} was changed from ${show(before)} to ${show(after)}` };
}

function members(keyword: string, old: readonly Json[], now: readonly Json[]): Wording {
  const [gone, come] = [missing(old, now), missing(now, old)];
  const subject = keyword === "type" ? "type" : "enum-member";
  const noun = keyword === "type" ? "the type" : "the member";
  const said = (list: readonly Json[]): string => `${noun}${list.length === 1 ? "" : "s"} ${listed(list)}`;
  const verb = (list: readonly Json[]): string => (list.length === 1 ? "was" : "were");
  if (gone.length === 0) return { kind: `${subject}-added`, sentence: `${said(come)} ${verb(come)} added` };
  if (come.length === 0) return { kind: `${subject}-removed`, sentence: `${said(gone)} ${verb(gone)} removed` };
  return { kind: `${subject}-changed`, sentence: `${said(gone)} became ${listed(come)}` };
}

/** The first of many values, and how many more there are. */
function listed(list: readonly Json[]): string {
  const [told, more] = [list.slice(0, MOST).map(show).join(", "), list.length - MOST];
  return more > 0 ? `${told} and ${more} more` : told;
}

const MOST = 20;
