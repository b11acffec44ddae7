import { quote, suggest, type Words } from "./words.ts";

/** What lint reports besides what reading does, with its words. */
export const LINT = {
  "other-draft-keyword": (p: { keyword: string; dialect: string; drafts: string }): Words => ({
    message: `${quote(p.keyword)} is a keyword of ${p.drafts}, and this schema is ${p.dialect}: a validator ignores it`,
    fix: 'say the same in the keywords of this draft, or move to a newer one with "$schema".',
  }),
  "misplaced-property": (p: { name: string }): Words => ({
    message: `the property ${quote(p.name)} stands beside "properties" instead of in it: a validator ignores it`,
    fix: 'move it into "properties".',
  }),
  "ref-siblings": (p: { keywords: string; dialect: string }): Words => ({
    message: `${p.keywords} beside "$ref": ${p.dialect} ignores what stands there, though many validators do not`,
    fix: 'put the reference into "allOf", or move to 2019-09 or later.',
  }),
  "relative-reference": (p: { got: string; want: string | undefined }): Words => ({
    message: `"$ref" ${quote(p.got)} is not relative to this file`,
    fix: p.want === undefined ? 'write it as "../common/<name>.json" or "#/$defs/<name>".' : `write ${quote(p.want)}.`,
  }),
  "inapplicable-keyword": (p: { keyword: string; applies: string; type: string }): Words => ({
    message: `${quote(p.keyword)} is about ${p.applies}s, and the type here is ${p.type}: it says nothing`,
    fix: "remove it, correct the type, or move it to where it belongs.",
  }),
  "enum-type": (p: { got: string; type: string }): Words => ({
    message: `got ${p.got} among the values, want one of the declared type ${p.type}: no instance can have it`,
    fix: "correct the value, or declare its type.",
  }),
  "nullable-enum": (p: { keyword: string }): Words => ({
    message: `"type" allows null, but ${quote(p.keyword)} does not list it: null is refused`,
    fix: 'add null to the values, or take "null" out of the type.',
  }),
  "undeclared-required": (p: { name: string; suggestion: string | undefined }): Words => ({
    message: `${quote(p.name)} is required, but not declared where nothing undeclared is allowed: no instance is valid.${suggest(p.suggestion)}`,
    fix: 'declare it under "properties", or take it out of "required".',
  }),
  unsatisfiable: (p: { what: string }): Words => ({
    message: p.what,
    fix: "relax what contradicts, or remove the schema.",
  }),
  "invalid-default": (p: { pointer: string; got: string; want: string }): Words => ({
    message: `the default is refused${p.pointer === "" ? "" : ` at ${quote(p.pointer)}`}: got ${p.got}, want ${p.want}`,
    fix: "correct the default or the schema.",
  }),
  "unsafe-integer": (p: { got: string; read: string }): Words => ({
    message: `the integer ${p.got} is beyond 2^53 - 1: JavaScript and others read it as ${p.read}`,
    fix: "use a smaller number; ids and counters beyond it travel as strings.",
  }),
  unbounded: (p: { what: "string" | "array"; keyword: string }): Words => ({
    message: `the ${p.what} has no upper bound: one publisher's mistake reaches every reader`,
    fix: `add ${quote(p.keyword)}${p.what === "string" ? ', or say more with "enum" or "format"' : ""}.`,
  }),
  "missing-description": (p: { name: string }): Words => ({
    message: `the field ${quote(p.name)} has no description: types and pages have nothing to say of it`,
    fix: 'add "description": what the value means, and what its absence or null means.',
  }),
  "snake-case": (p: { name: string; want: string }): Words => ({
    message: `the field name ${quote(p.name)} is not snake_case: want lower-case letters, digits and single _`,
    fix: `call it ${quote(p.want)}.`,
  }),
  "undiscriminated-union": (p: { reason: string }): Words => ({
    message: `a reader cannot tell the forms apart: ${p.reason}`,
    fix: 'give each form a required field with a "const" of its own, such as "kind".',
  }),
  "undefined-content-model": (p: { keyword: string; reason: string }): Words => ({
    message: `what a writer may send is not well defined under ${quote(p.keyword)}: ${p.reason}`,
    fix: "say it without it, or describe the object in one place.",
  }),
  "similar-name": (p: { what: "event type" | "field"; name: string; other: string; where: string }): Words => ({
    message: `the ${p.what} ${quote(p.name)} is nearly called like ${quote(p.other)} of ${p.where}`,
    fix: "use one name for one thing, or names that differ more.",
  }),
  "proposed-replacement": (p: { type: string; other: string; lifecycle: string }): Words => ({
    message: `the ${p.lifecycle} event refers to ${quote(p.other)}, which is only proposed and may still change in any way`,
    fix: "make the replacement stable first.",
  }),
  "missing-replacement": (p: { what: string }): Words => ({
    message: `${p.what} is deprecated, but nothing says what to read instead`,
    fix: 'name it: "replacedBy" of an event, another field in backticks in the description of a field.',
  }),
  "past-sunset": (p: { sunset: string; today: string }): Words => ({
    message: `the event is deprecated and its sunset ${p.sunset} has passed (today is ${p.today})`,
    fix: 'set "lifecycle" to "retired", or agree on another day.',
  }),
  "lifecycle-facts": (p: { problem: string }): Words => ({
    message: p.problem,
    fix: 'correct "lifecycle", "sunset" or "replacedBy".',
  }),
  "missing-classification": (p: { name: string; because: string; want: string }): Words => ({
    message: `the field ${quote(p.name)} looks ${p.want} (${p.because}) and has no classification: it may reach logs`,
    fix: `add "x-classification": ${quote(p.want)}, or "internal" or "public" if it is not.`,
  }),
  "returned-name": (p: { pointer: string; version: string; removed: string }): Words => ({
    message: `${quote(p.pointer)} was removed in ${p.removed} and returns with another schema than in ${p.version}: stored events have both`,
    fix: `use another name, or the schema that it had in ${p.version}.`,
  }),
  "waivers-file": (p: { got: string; want: string }): Words => ({
    message: `got ${p.got}, want ${p.want}`,
    fix: "see docs/lint.md for the form of a waiver.",
  }),
  "expired-waiver": (p: { rule: string; until: string; today: string }): Words => ({
    message: `the waiver of ${quote(p.rule)} ended with ${p.until} (today is ${p.today})`,
    fix: "put the problem right and remove the waiver, or have it prolonged.",
  }),
  "unused-waiver": (p: { rule: string; file: string; at: string }): Words => ({
    message: `the waiver of ${quote(p.rule)} for ${p.file}${p.at === "" ? "" : ` at ${p.at}`} waives nothing`,
    fix: "remove it.",
  }),
  "no-schemas": (p: { named: string }): Words => ({
    message: `no schema found in ${p.named}: want files of JSON or YAML with a JSON Schema`,
    fix: "name the files or folders that hold the schemas.",
  }),
} as const;
