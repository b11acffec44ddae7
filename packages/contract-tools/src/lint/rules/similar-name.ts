import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { CONTRACT, type LintFile, type Rule } from "../rule.ts";

/** Below this, words that differ in a letter are mostly different words. */
const SHORTEST = 6;

interface Name {
  readonly name: string;
  readonly file: LintFile;
  readonly pointer: string;
}

export const similarName: Rule = {
  id: "similar-name",
  severity: "warning",
  description: "no event type or field is called nearly like an existing one",
  profiles: CONTRACT,
  *check(file, { files }) {
    const others = namesOf(files);
    for (const what of ["event type", "field"] as const) {
      for (const one of others[what].filter((name) => name.file === file)) {
        const near = others.near(what, one);
        if (near === undefined) continue;
        const params = { what, name: one.name, other: near.name, where: near.file.file };
        yield diagnostic("similar-name", file.source.place(one.pointer), params);
      }
    }
  },
};

interface Names {
  /** Each name once, where it first stands. */
  readonly "event type": readonly Name[];
  readonly field: readonly Name[];
  /** The name that was there first. */
  near(what: "event type" | "field", name: Name): Name | undefined;
}

const known = new WeakMap<readonly LintFile[], Names>();

function namesOf(files: readonly LintFile[]): Names {
  const names = known.get(files) ?? collect(files);
  known.set(files, names);
  return names;
}

function collect(files: readonly LintFile[]): Names {
  const uses = new Map<string, number>();
  const fields = new Map<string, Name>();
  for (const file of files) {
    for (const { keyword, name, pointer } of file.nodes) {
      if (keyword !== "properties") continue;
      uses.set(name, (uses.get(name) ?? 0) + 1);
      if (!fields.has(name)) fields.set(name, { name, file, pointer });
    }
  }
  const types = files.flatMap((file): Name[] => {
    const { event } = file.contract ?? {};
    return event === undefined || event.major > 1 ? [] : [{ name: event.type, file, pointer: "/x-event/type" }];
  });
  const all = { "event type": types, field: [...fields.values()] };
  // Of two names the rarer one is the mistake, else the later one.
  const weight = ({ name }: Name): number => uses.get(name) ?? 0;
  const indexes = { "event type": indexOf(types), field: indexOf(all.field) };
  return {
    ...all,
    near(what, name) {
      const list = all[what];
      const isFirst = (other: Name): boolean =>
        weight(other) > weight(name) || (weight(other) === weight(name) && list.indexOf(other) < list.indexOf(name));
      return indexes[what](name).find((other) => isFirst(other) && isSlip(name.name, other.name));
    },
  };
}

/** Finds names that differ in one letter, without comparing each with each: they share what is left without it. */
function indexOf(names: readonly Name[]): (name: Name) => Name[] {
  const byKey = new Map<string, Set<Name>>();
  for (const one of names) {
    for (const key of keysOf(one.name)) byKey.set(key, (byKey.get(key) ?? new Set()).add(one));
  }
  return (name) =>
    [...new Set(keysOf(name.name).flatMap((key) => [...(byKey.get(key) ?? [])]))].filter((one) => one !== name);
}

const letters = (name: string): string => name.replaceAll("_", "");

function keysOf(name: string): string[] {
  const text = letters(name);
  return [text, ...Array.from(text, (_, i) => text.slice(0, i) + text.slice(i + 1))];
}

/** Whether one name is the other with a slip of the pen: underscores elsewhere, or a letter more, less, other or moved. */
function isSlip(one: string, other: string): boolean {
  const [a, b] = [one.split("."), other.split(".")];
  const differing = a.flatMap((token, i) => (token === b[i] ? [] : [[token, b[i] ?? ""] as const]));
  const [pair, ...more] = differing;
  if (pair === undefined || more.length > 0 || a.length !== b.length) return letters(one) === letters(other);
  // One and many are two fields, but one event.
  const isPlural = a.length > 1 && (`${pair[0]}s` === pair[1] || `${pair[1]}s` === pair[0]);
  return isPlural || isSlipOfWord(letters(pair[0]), letters(pair[1]));
}

function isSlipOfWord(a: string, b: string): boolean {
  if (a === b) return true;
  if (Math.min(a.length, b.length) < SHORTEST) return false;
  let start = 0;
  while (a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  // Numbers are meant to differ, and so are one and many.
  if (/\d/.test(x + y) || x + y === "s") return false;
  return (x.length <= 1 && y.length <= 1) || (x.length === 2 && x[0] === y[1] && x[1] === y[0]);
}
