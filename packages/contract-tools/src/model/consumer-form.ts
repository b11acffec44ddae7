import { type Diagnostic, diagnostic, type Place } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { isObject, show } from "./check-schema.ts";
import { child } from "./pointer.ts";
import type { Source } from "./source.ts";

interface Form {
  readonly want: string;
  readonly is: (value: unknown) => boolean;
}

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === "string" && pattern.test(value);
const isPositive = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;

const NAME: Form = {
  want: 'lower-case words with hyphens, such as "activity-core"',
  is: matches(/^[a-z0-9]+(-[a-z0-9]+)*$/),
};
const TEXT: Form = { want: "a string, not empty", is: isText };
const LIST: Form = { want: "a list", is: Array.isArray };
const FILE: Form = { want: "a path from the consumer's root, with forward slashes", is: isText };
const NUMBER: Form = { want: "a whole number, 1 or more", is: isPositive };

const PROFILE: Readonly<Record<string, Form>> = {
  $schema: TEXT,
  consumer: NAME,
  owner: TEXT,
  repository: TEXT,
  root: {
    want: 'a folder from the repository\'s root, such as "examples/reader" or ".", or no such member',
    is: isText,
  },
  scanned: LIST,
  reads: LIST,
};
const OPTIONAL: ReadonlySet<string> = new Set(["root"]);
const SCANNED: Readonly<Record<string, Form>> = {
  file: FILE,
  digest: { want: '"sha256:" and 64 hexadecimal digits', is: matches(/^sha256:[0-9a-f]{64}$/) },
};
const READS: Readonly<Record<string, Form>> = {
  type: TEXT,
  versions: { want: 'a range such as "^1.0.0"', is: matches(/^\^[1-9][0-9]*\.[0-9]+\.[0-9]+$/) },
  fields: LIST,
};
const FIELD: Readonly<Record<string, Form>> = {
  pointer: { want: 'a JSON Pointer such as "/owner/slug"', is: matches(/^(\/([^~/]|~[01])*)*$/) },
  file: FILE,
  line: NUMBER,
  column: NUMBER,
  access: { want: '"read" or "whole"', is: (value) => value === "read" || value === "whole" },
};

/** Checks the form of a reader profile, as `meta/consumer.v1.json` describes it. */
export function checkProfile(source: Source, metaSchema: string): Diagnostic[] {
  const found: Diagnostic[] = [];

  function check(value: unknown, pointer: string, form: Readonly<Record<string, Form>>): void {
    const at = (name: string): Place => source.place(child(pointer, name));
    if (!isObject(value)) {
      found.push(diagnostic("profile-value", source.place(pointer), { got: show(value), want: "an object" }));
      return;
    }
    for (const name of Object.keys(value).filter((name) => !Object.hasOwn(form, name))) {
      found.push(diagnostic("profile-member", at(name), { name, suggestion: didYouMean(name, Object.keys(form)) }));
    }
    for (const [name, { want, is }] of Object.entries(form)) {
      const got = Object.hasOwn(value, name) ? value[name] : undefined;
      if (got === undefined && OPTIONAL.has(name)) continue;
      if (!is(got)) found.push(diagnostic("profile-value", at(name), { got: `${name} ${show(got)}`, want }));
    }
  }

  function each(list: unknown, pointer: string, visit: (item: unknown, pointer: string) => void): void {
    if (Array.isArray(list)) for (const [i, item] of list.entries()) visit(item, child(pointer, i));
  }

  check(source.value, "", { ...PROFILE, $schema: { want: show(metaSchema), is: (value) => value === metaSchema } });
  if (!isObject(source.value)) return found;
  each(source.value.scanned, "/scanned", (item, pointer) => check(item, pointer, SCANNED));
  each(source.value.reads, "/reads", (item, pointer) => {
    check(item, pointer, READS);
    if (!isObject(item)) return;
    each(item.fields, child(pointer, "fields"), (field, at) => check(field, at, FIELD));
  });
  return found;
}
