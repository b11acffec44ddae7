import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { isObject, show } from "../model/check-schema.ts";
import type { InputFile } from "../model/model.ts";
import { SCHEMAS } from "../model/paths.ts";
import { child } from "../model/pointer.ts";
import { readSource, type Source } from "../model/source.ts";
import { RULES } from "./rules/index.ts";

/** An exception to a rule, for one place and a time. */
interface Waiver {
  readonly rule: string;
  readonly file: string;
  /** JSON Pointer of the place; a problem inside it is waived too. */
  readonly pointer: string;
  readonly reason: string;
  /** The last day on which it holds. */
  readonly until: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

/** The members of a waiver: what is wanted, and whether a value is that. */
const MEMBERS: Readonly<Record<keyof Waiver, [want: string, is: (value: unknown) => boolean]>> = {
  rule: ["the id of a rule that may be waived (statehub-events lint --rules)", (value) => WAIVABLE.has(String(value))],
  file: ["the path of a contract", (value) => isText(value) && String(value).startsWith(`${SCHEMAS}/`)],
  pointer: ['a JSON Pointer; "" is the whole file', (value) => value === "" || String(value).startsWith("/")],
  reason: ["a sentence that says why", isText],
  until: ["the last day on which it holds, such as 2027-01-31", (value) => isDay(value)],
};

/** What reading finds makes a contract unusable, whoever allows it. */
const WAIVABLE: ReadonlySet<string> = new Set(
  RULES.filter(({ check, readIn }) => check !== undefined && !readIn?.includes("contract")).map(({ id }) => id),
);

function isDay(value: unknown): boolean {
  return DATE.test(String(value)) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(String(value)) === true;
}

/** What is left of the problems, with those of the waivers: an expired or an unused one is a problem too. */
export function applyWaivers(
  found: readonly Diagnostic[],
  input: InputFile | undefined,
  today: string,
): { diagnostics: Diagnostic[]; waived: Diagnostic[]; source: Source | undefined } {
  if (input === undefined) return { diagnostics: [...found], waived: [], source: undefined };
  const source = readSource(input.file, input.text);
  if (!("value" in source)) return { diagnostics: [...found, source], waived: [], source: undefined };
  const { waivers, problems } = readWaivers(source);
  const waived = new Set<Diagnostic>();
  for (const { pointer: at, ...waiver } of waivers) {
    const { rule, until } = waiver.value;
    const matched = found.filter((one) => covers(waiver.value, one));
    if (until < today) {
      problems.push(diagnostic("expired-waiver", source.place(child(at, "until")), { rule, until, today }));
    } else if (matched.length === 0) {
      const params = { rule, file: waiver.value.file, at: waiver.value.pointer };
      problems.push(diagnostic("unused-waiver", source.place(at), params, { pointer: at, remove: true }));
    } else for (const one of matched) waived.add(one);
  }
  const left = found.filter((one) => !waived.has(one));
  return { diagnostics: [...left, ...problems], waived: [...waived], source };
}

function covers({ rule, file, pointer }: Waiver, found: Diagnostic): boolean {
  const isInside = found.pointer === pointer || found.pointer.startsWith(`${pointer}/`);
  return found.code === rule && found.file === file && isInside;
}

function readWaivers(source: Source): { waivers: { value: Waiver; pointer: string }[]; problems: Diagnostic[] } {
  const wrong = (pointer: string, got: unknown, want: string): Diagnostic =>
    diagnostic("waivers-file", source.place(pointer), { got: show(got), want });
  const list = isObject(source.value) ? source.value.waivers : undefined;
  if (!Array.isArray(list)) {
    return { waivers: [], problems: [wrong("", source.value, 'an object { "waivers": [ … ] }')] };
  }
  const problems: Diagnostic[] = [];
  const waivers = list.flatMap((value: unknown, i) => {
    const pointer = child("/waivers", i);
    const found = isObject(value) ? problemsOf(value, pointer) : [wrong(pointer, value, "an object")];
    problems.push(...found);
    return found.length > 0 ? [] : [{ value: value as Waiver, pointer }];
  });
  return { waivers, problems };

  function problemsOf(value: Readonly<Record<string, unknown>>, pointer: string): Diagnostic[] {
    const known = Object.keys(MEMBERS).join(", ");
    const unknown = Object.keys(value).filter((name) => !Object.hasOwn(MEMBERS, name));
    return [
      ...unknown.map((name) => wrong(child(pointer, name), name, `only ${known}`)),
      ...Object.entries(MEMBERS)
        .filter(([name, [, is]]) => !is(value[name]))
        .map(([name, [want]]) => wrong(child(pointer, name), value[name], `${JSON.stringify(name)}: ${want}`)),
    ];
  }
}
