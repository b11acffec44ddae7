interface Words {
  readonly message: string;
  readonly fix: string;
}

const quote = (text: string): string => JSON.stringify(text);
const suggest = (text: string | undefined): string => (text === undefined ? "" : ` Did you mean ${quote(text)}?`);
const list = (names: readonly string[]): string => names.join(", ") || "nothing";

/** Every problem that a definition can have, with its words. */
export const TABLE = {
  "no-definitions": (p: { folder: string }): Words => ({
    message: `no activity definition found: want at least one such as ${p.folder}/repo-onboarding.yaml`,
    fix: "name a folder or files with definitions.",
  }),
  "yaml-syntax": (p: { problem: string }): Words => ({
    message: `not valid YAML: ${p.problem}`,
    fix: "correct the syntax at this place.",
  }),
  "unknown-key": (p: { key: string; known: readonly string[]; suggestion: string | undefined }): Words => ({
    message: `unknown key ${quote(p.key)}, want one of ${list(p.known)}.${suggest(p.suggestion)}`,
    fix: "correct the key, or remove it.",
  }),
  "missing-key": (p: { key: string; want: string }): Words => ({
    message: `${quote(p.key)} is missing${p.want === "" ? "" : `: ${p.want}`}`,
    fix: `add ${quote(p.key)}.`,
  }),
  "bad-value": (p: { got: string; want: string }): Words => ({
    message: `got ${p.got}, want ${p.want}`,
    fix: "change the value.",
  }),
  "duplicate-activity": (p: { id: string; other: string }): Words => ({
    message: `the id ${quote(p.id)} is already that of ${p.other}`,
    fix: "give each definition an id of its own.",
  }),
  "mixed-triggers": (): Words => ({
    message: "got events and schedules as triggers, want either: an expression would have an event at times only",
    fix: "make two definitions.",
  }),
  "unknown-event": (p: { type: string; suggestion: string | undefined }): Words => ({
    message: `no contract has the event type ${quote(p.type)}.${suggest(p.suggestion)}`,
    fix: "correct the type, or propose the event first (docs/propose-an-event.md).",
  }),
  "no-version-in-range": (p: { range: string; versions: readonly string[] }): Words => ({
    message: `the range ${quote(p.range)} takes none of the versions ${list(p.versions)}`,
    fix: "widen the range.",
  }),
  "deprecated-event": (p: { type: string; sunset: string; replacedBy: string | undefined }): Words => ({
    message: `${quote(p.type)} is deprecated and may stop after ${p.sunset}`,
    fix: p.replacedBy === undefined ? "ask its owner what takes its place." : `change to ${quote(p.replacedBy)}.`,
  }),
  "retired-event": (p: { type: string; replacedBy: string | undefined }): Words => ({
    message: `${quote(p.type)} is not sent any more`,
    fix: p.replacedBy === undefined ? "remove the trigger." : `change to ${quote(p.replacedBy)}.`,
  }),
  "proposed-event": (p: { type: string }): Words => ({
    message: `${quote(p.type)} is only proposed: it may change in any way, and an active definition would break`,
    fix: "keep the definition in shadow mode until the event is stable.",
  }),
  "expression-syntax": (p: { problem: string }): Words => ({
    message: `the expression cannot be read: ${p.problem}`,
    fix: "correct it; the language is CEL, in which `&&`, `||`, `!` and `==` are and, or, not and equal.",
  }),
  "expression-type": (p: { problem: string }): Words => ({
    message: `the expression would fail: ${p.problem}`,
    fix:
      /\bdouble\b/.test(p.problem) && /\bint\b/.test(p.problem)
        ? "write 1.0 for 1: the numbers of an event are of type double."
        : "change it so that the types fit.",
  }),
  "wrong-result": (p: { got: string; want: string }): Words => ({
    message: `the expression gives ${p.got}, want ${p.want}`,
    fix: "change the expression.",
  }),
  "unknown-name": (p: { name: string; known: readonly string[]; suggestion: string | undefined }): Words => ({
    message: `unknown name ${quote(p.name)}, want one of ${list(p.known)}.${suggest(p.suggestion)}`,
    fix: "correct the name.",
  }),
  "unknown-path": (p: {
    path: string;
    of: string;
    known: readonly string[];
    suggestion: string | undefined;
  }): Words => ({
    message: `${quote(p.path)} is no field of ${p.of}, which has ${list(p.known)}.${suggest(p.suggestion)}`,
    fix: "correct the name.",
  }),
  "not-in-all-versions": (p: { path: string; missing: readonly string[] }): Words => ({
    message: `${quote(p.path)} does not exist in ${list(p.missing)}, which the trigger takes too`,
    fix: "narrow the trigger's `versions`, or guard with has().",
  }),
  "not-an-object": (p: { path: string; got: string }): Words => ({
    message: `${quote(p.path)} is ${p.got}, which has no fields`,
    fix: "leave the rest of the path out.",
  }),
  "unguarded-optional": (p: { path: string }): Words => ({
    message: `${quote(p.path)} is optional: where it is absent, the expression fails`,
    fix: `write \`has(${p.path}) && …\`, or take it with \`.?\` and orValue().`,
  }),
  "unguarded-null": (p: { path: string }): Words => ({
    message: `${quote(p.path)} may be null, and then the expression fails`,
    fix: `write \`${p.path} != null && …\`.`,
  }),
  "unguarded-index": (p: { path: string; list: string }): Words => ({
    message: `${quote(p.path)} need not exist: ${p.list} may be shorter`,
    fix: `write \`size(${p.list}) > … && …\`, or take it with \`[?…]\` and orValue().`,
  }),
  "may-fail": (p: { what: string; because: string; fix: string }): Words => ({
    message: `${p.what} may fail: ${p.because}`,
    fix: p.fix,
  }),
  "shadowed-name": (p: { name: string }): Words => ({
    message: `${quote(p.name)} already stands for something else here`,
    fix: "call it otherwise.",
  }),
  "wrong-literal": (p: {
    path: string;
    got: string;
    members: readonly string[];
    suggestion: string | undefined;
  }): Words => ({
    message: `${quote(p.path)} is never ${p.got}: its values are ${list(p.members)}.${suggest(p.suggestion)}`,
    fix: "use one of its values.",
  }),
  "wrong-type": (p: { left: string; right: string; operator: string }): Words => ({
    message: `${p.left} ${p.operator} ${p.right} are never equal: they are of different types`,
    fix: "compare values of one type.",
  }),
  "constant-condition": (p: { always: boolean; because: string }): Words => ({
    message: `the condition is always ${p.always}: ${p.because}`,
    fix: p.always ? "leave it out." : "correct it: nothing would ever happen.",
  }),
  "sensitive-text": (p: { path: string; classification: string; where: string }): Words => ({
    message: `${quote(p.path)} is ${p.classification} and would be written into the ${p.where}`,
    fix: "refer to an id instead, and let whoever works on the task look it up in the hub.",
  }),
  "deprecated-field": (p: { path: string }): Words => ({
    message: `${quote(p.path)} is deprecated`,
    fix: "see the event's page for what takes its place.",
  }),
  "unprintable-value": (p: { path: string; got: string }): Words => ({
    message: `${quote(p.path)} is ${p.got}, which a text cannot show`,
    fix: "name one of its fields, or join() its items.",
  }),
  unused: (p: { what: string; name: string }): Words => ({
    message: `${p.what} ${quote(p.name)} is used by no expression`,
    fix: "remove it, or use it.",
  }),
} as const;

export type ActivityCode = keyof typeof TABLE;

export type ActivityParams<Code extends ActivityCode> = Parameters<(typeof TABLE)[Code]>[0];

/** Problems that do not stop a definition from doing what it says. */
export const WARNINGS: ReadonlySet<ActivityCode> = new Set<ActivityCode>([
  "deprecated-event",
  "deprecated-field",
  "proposed-event",
  "unused",
]);

/** The words of a problem. */
export function describe<Code extends ActivityCode>(code: Code, params: ActivityParams<Code>): Words {
  return (TABLE[code] as unknown as (params: ActivityParams<Code>) => Words)(params);
}
