import { GATE } from "./gate.ts";
import { LINT } from "./lint.ts";
import { quote, suggest, type Words } from "./words.ts";

/** Every problem that reading and generating can report, with its words; what the gate and lint report is in gate.ts and lint.ts. */
const TABLE = {
  "no-contracts": (p: { folder: string }): Words => ({
    message: `no event contract found: want at least one such as ${p.folder}/repo/registered.v1.json`,
    fix: "run the command in the repository's root, or name it with --root.",
  }),
  "unreadable-file": (p: { problem: string }): Words => ({
    message: `the file cannot be read: ${p.problem}`,
    fix: "check that it exists and that you may read it.",
  }),
  "unwritable-file": (p: { problem: string }): Words => ({
    message: `the file cannot be written: ${p.problem}; nothing was changed`,
    fix: "check that the folder exists, that you may write there, and that the disk is not full.",
  }),
  "stale-file": (p: { state: "is missing" | "is out of date" | "is left over" }): Words => ({
    message: `the generated file ${p.state}`,
    fix: "run `npm run generate` and commit the result.",
  }),
  "json-syntax": (p: { problem: string }): Words => ({
    message: `not valid JSON: ${p.problem}`,
    fix: "correct the syntax at this place; comments and trailing commas are not JSON.",
  }),
  "json-duplicate-key": (p: { key: string }): Words => ({
    message: `the property ${quote(p.key)} stands here twice: a JSON reader keeps only one of them`,
    fix: "remove or rename one of the two.",
  }),
  "too-deep": (p: { most: number }): Words => ({
    message: `got values nested more than ${p.most} levels deep`,
    fix: "name the inner parts in $defs and refer to them.",
  }),
  "not-an-object": (p: { got: string }): Words => ({
    message: `got ${p.got}, want a JSON Schema object`,
    fix: "start the file from another contract.",
  }),
  "unknown-keyword": (p: { keyword: string; suggestion: string | undefined }): Words => ({
    message: `unknown keyword ${quote(p.keyword)}: a validator would silently ignore it.${suggest(p.suggestion)}`,
    fix: 'use a keyword of the contract meta-schema; a field of the event belongs under "properties".',
  }),
  "keyword-value": (p: { keyword: string; got: string; want: string }): Words => ({
    message: `${quote(p.keyword)}: got ${p.got}, want ${p.want}`,
    fix: "change the value.",
  }),
  "missing-keyword": (p: { keyword: string; want: string }): Words => ({
    message: `${quote(p.keyword)} is missing, want ${p.want}`,
    fix: `add ${quote(p.keyword)}.`,
  }),
  "closed-contract": (p: { keyword: string }): Words => ({
    message: `got ${quote(p.keyword)}: false, which a contract never says: writers are closed and readers open by themselves`,
    fix: "remove it; the generated validators for writers refuse undeclared properties.",
  }),
  "unknown-format": (p: { format: string; known: string; suggestion: string | undefined }): Words => ({
    message: `unknown format ${quote(p.format)}, want one of ${p.known}.${suggest(p.suggestion)}`,
    fix: 'use a known format, or say it with "pattern".',
  }),
  "bad-pattern": (p: { problem: string }): Words => ({
    message: `the regular expression does not compile (ECMA-262, flag u): ${p.problem}`,
    fix: "correct the expression.",
  }),
  "wrong-path": (p: { got: string; want: string }): Words => ({
    message: `the file's path is not that of a contract: got ${p.got}, want ${p.want}`,
    fix: "move or rename the file.",
  }),
  "wrong-dialect": (p: { got: string; want: string }): Words => ({
    message: `"$schema": got ${quote(p.got)}, want ${quote(p.want)}`,
    fix: `set "$schema" to ${quote(p.want)}.`,
  }),
  "misplaced-event": (p: { file: string; want: string }): Words => ({
    message: `"x-event" stands in ${p.file}, which is not the file of an event`,
    fix: `move the file to where an event belongs (${p.want}), or remove "x-event".`,
  }),
  "unusable-name": (p: { name: string }): Words => ({
    message: `the name ${quote(p.name)} means something else to JavaScript and is lost on the way`,
    fix: "give it another name.",
  }),
  "wrong-id": (p: { got: string; want: string }): Words => ({
    message: `"$id": got ${quote(p.got)}, want ${quote(p.want)}, as the file's path says`,
    fix: `set "$id" to ${quote(p.want)}, or move the file.`,
  }),
  "wrong-type": (p: { got: string; want: string }): Words => ({
    message: `event type: got ${quote(p.got)}, want ${quote(p.want)}, as the file's path says`,
    fix: `set "type" to ${quote(p.want)}, or move the file.`,
  }),
  "wrong-title": (p: { got: string; want: string }): Words => ({
    message: `"title": got ${quote(p.got)}, want ${quote(p.want)}: it becomes the name of the generated type`,
    fix: `set "title" to ${quote(p.want)}.`,
  }),
  "wrong-version": (p: { got: string; major: number }): Words => ({
    message: `version: got ${quote(p.got)}, want a semantic version of major ${p.major}, as the file's name says`,
    fix: `use ${p.major}.x.y, or start a new major in a file of its own.`,
  }),
  "subject-grammar": (p: { type: string; problem: string }): Words => ({
    message: `event type ${quote(p.type)}: ${p.problem}`,
    fix: "see docs/nats-event-subjects.md for the grammar.",
  }),
  "duplicate-type": (p: { type: string; other: string }): Words => ({
    message: `event type ${quote(p.type)} is already claimed by ${p.other}`,
    fix: "keep one file per event type and major.",
  }),
  "duplicate-id": (p: { id: string; other: string }): Words => ({
    message: `"$id" ${quote(p.id)} is already claimed by ${p.other}`,
    fix: 'give each file an "$id" of its own, made from its path.',
  }),
  "unknown-event": (p: { type: string; suggestion: string | undefined }): Words => ({
    message: `no contract has the event type ${quote(p.type)}.${suggest(p.suggestion)}`,
    fix: "correct the type, or add its contract first.",
  }),
  "type-is-prefix": (p: { type: string; other: string }): Words => ({
    message: `event type ${quote(p.type)} is the beginning of ${quote(p.other)}: one name would be both an event and a group of events`,
    fix: "rename one of the two.",
  }),
  "bad-key": (p: { key: string; problem: string }): Words => ({
    message: `key ${quote(p.key)} ${p.problem}`,
    fix: 'point at a required string or number of the event, for example "/repo_id": it becomes the subject of the envelope.',
  }),
  "to-be-written": (p: { text: string }): Words => ({
    message: `a person is still to write this: got ${quote(p.text)}`,
    fix: "replace the whole text.",
  }),
  "file-exists": (p: { path: string }): Words => ({
    message: `${p.path} is already there, and is not overwritten`,
    fix: "edit it, or remove it first to begin anew.",
  }),
  "missing-upcaster": (p: { from: string; to: string; file: string }): Words => ({
    message: `there is no upcaster from ${quote(p.from)}: a consumer of ${quote(p.to)} would not get the events that are stored`,
    fix: `write ${p.file}; \`statehub-events new\` starts a major with one.`,
  }),
  "unknown-upcaster": (_: Readonly<Record<never, never>>): Words => ({
    message:
      "no contracts ask for this upcaster: want <noun>/<verb>.v1-v2.ts for two majors of one event that follow each other",
    fix: "rename or remove the file, or bring back the contract that it belongs to.",
  }),
  "missing-reference": (p: { ref: string; problem: string; suggestion: string | undefined }): Words => ({
    message: `"$ref" ${quote(p.ref)} leads nowhere: ${p.problem}.${suggest(p.suggestion)}`,
    fix: 'refer to an existing file relative to this one ("../common/actor.json"), or to "#/$defs/<name>".',
  }),
  "cyclic-reference": (p: { cycle: string }): Words => ({
    message: `the reference leads back to itself without a step into the data: ${p.cycle}`,
    fix: "remove one of the references; recursion is allowed only through a property or an item.",
  }),
  "reference-to-event": (p: { ref: string; other: string }): Words => ({
    message: `"$ref" ${quote(p.ref)} refers to another event, ${p.other}: a change there would change this contract`,
    fix: "move the shared part to schemas/common/ and refer to it from both.",
  }),
  "name-clash": (p: { name: string; other: string }): Words => ({
    message: `the type name ${quote(p.name)} is already that of ${p.other}`,
    fix: 'give one of them another "title".',
  }),
  "file-name-clash": (p: { name: string; other: string }): Words => ({
    message: `the type name ${quote(p.name)}, which follows from the file's path, is already that of ${p.other}`,
    fix: "give one of the two files another path.",
  }),
  "bad-name": (p: { name: string; problem: string }): Words => ({
    message: `the type name ${quote(p.name)} ${p.problem}`,
    fix: 'set a "title" such as "RepositoryOwner".',
  }),
  "unusable-schema": (p: { problem: string }): Words => ({
    message: `no validator can be built: ${p.problem}`,
    fix: "correct the schema at this place.",
  }),
  "invalid-example": (p: { pointer: string; got: string; want: string }): Words => ({
    message: `the example is refused at ${quote(p.pointer)}: got ${p.got}, want ${p.want}`,
    fix: "correct the example or the schema.",
  }),
  "profile-value": (p: { got: string; want: string }): Words => ({
    message: `reader profile: got ${p.got}, want ${p.want}`,
    fix: "make the profile anew with `statehub-events consumers scan`; docs/consumers.md describes its form.",
  }),
  "profile-member": (p: { name: string; suggestion: string | undefined }): Words => ({
    message: `a reader profile has no ${quote(p.name)} here.${suggest(p.suggestion)}`,
    fix: "remove or rename it; docs/consumers.md describes the form.",
  }),
  "duplicate-consumer": (p: { name: string; other: string }): Words => ({
    message: `the consumer ${quote(p.name)} already has a profile, ${p.other}`,
    fix: "keep one profile per consumer, or rename one of the two.",
  }),
  "unknown-field": (p: { type: string; pointer: string; suggestion: string | undefined }): Words => ({
    message: `no version of ${p.type} has the field ${quote(p.pointer)}.${suggest(p.suggestion)}`,
    fix: "correct the pointer, or scan the consumer's code again.",
  }),
  "no-tsconfig": (_: object): Words => ({
    message: "there is no such file: want the TypeScript project of the consumer's code",
    fix: "name the folder that has a tsconfig.json, or the file with --tsconfig.",
  }),
  "bad-tsconfig": (p: { problem: string }): Words => ({
    message: `the TypeScript project cannot be read: ${p.problem}`,
    fix: "correct it until `tsc --noEmit` takes it, or name another with --tsconfig.",
  }),
  "unresolved-contracts": (p: { name: string; problem: string }): Words => ({
    message: `${quote(p.name)} is wanted, whose types tell what is read; ${p.problem}`,
    fix: "install the consumer's packages (`npm ci`), and see that `tsc --noEmit` finds its imports.",
  }),
  "nothing-handled": (p: { files: number }): Words => ({
    message: `no event is handled in any of ${p.files} files`,
    fix: "name the project whose code imports @statehub/events-contracts, with --tsconfig or as the folder.",
  }),
  "no-profiles": (_: object): Words => ({
    message: "there is no reader profile: nobody is known to read anything",
    fix: "make one with `statehub-events consumers scan <dir> --out consumers/<name>.json`.",
  }),
  "stale-profile": (p: { problem: string }): Words => ({
    message: `the reader profile is older than the code: ${p.problem}`,
    fix: "run `statehub-events consumers scan` again and commit the result.",
  }),
  "accepted-invalid-example": (p: { why: string }): Words => ({
    message: `the invalid example is accepted, though it says ${quote(p.why)}`,
    fix: "correct the example, or make the schema refuse it.",
  }),
} as const;

type Tables = typeof TABLE & typeof GATE & typeof LINT;

const TABLES: Tables = { ...TABLE, ...GATE, ...LINT };

export type DiagnosticCode = keyof Tables;

export type DiagnosticParams<Code extends DiagnosticCode> = Parameters<Tables[Code]>[0];

/** The words of a diagnostic. */
export function describe<Code extends DiagnosticCode>(code: Code, params: DiagnosticParams<Code>): Words {
  return (TABLES[code] as (params: DiagnosticParams<Code>) => Words)(params);
}
