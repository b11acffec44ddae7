import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { child } from "./pointer.ts";
import type { Source } from "./source.ts";
import { type EventType, parseEventType } from "./subject.ts";
import { isVersion } from "./version.ts";

export type Lifecycle = "proposed" | "stable" | "deprecated" | "retired";

/** What `x-event` says of an event. */
export interface EventInfo extends EventType {
  /** Semantic version, its major that of the file. */
  readonly version: string;
  readonly owner: string;
  readonly lifecycle: Lifecycle;
  /** The day (RFC 3339 date) after which a deprecated event may stop being sent. */
  readonly sunset: string | undefined;
  /** The event type that takes the place of a deprecated one. */
  readonly replacedBy: string | undefined;
  readonly emittedWhen: string;
  /** JSON Pointer into the data: the CloudEvents subject, the ordering key. */
  readonly key: string;
}

const LIFECYCLES = ["proposed", "stable", "deprecated", "retired"];

/** What the name of a team looks like. */
export const OWNER: RegExp = /^(?=.{1,64}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** Lifecycles that have an end. */
const ENDING: readonly unknown[] = ["deprecated", "retired"];

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

interface Member {
  readonly required: boolean;
  readonly want: string;
  readonly is: (value: string) => boolean;
}

const MEMBERS: Readonly<Record<string, Member>> = {
  type: { required: true, want: "an event type", is: () => true },
  version: { required: true, want: 'a semantic version such as "1.0.0"', is: isVersion },
  owner: { required: true, want: 'the name of a team such as "team-custodian"', is: (v) => OWNER.test(v) },
  lifecycle: { required: true, want: `one of ${LIFECYCLES.join(", ")}`, is: (v) => LIFECYCLES.includes(v) },
  sunset: { required: false, want: "a date such as 2027-01-31", is: isDate },
  replacedBy: { required: false, want: "an event type", is: (v) => !("problem" in parseEventType(v)) },
  emittedWhen: { required: true, want: "a sentence", is: (v) => v.trim() !== "" },
  key: { required: true, want: 'a JSON Pointer such as "/repo_id"', is: (v) => /^(\/([^~/]|~[01])+)+$/.test(v) },
};

/** Reads `x-event`, whose being an object was checked, and says what is wrong with it. */
export function readEventInfo(source: Source, value: Readonly<Record<string, unknown>>): EventInfo | Diagnostic[] {
  const at = "/x-event";
  const found: Diagnostic[] = [];
  for (const keyword of Object.keys(value)) {
    if (Object.hasOwn(MEMBERS, keyword)) continue;
    const suggestion = didYouMean(keyword, Object.keys(MEMBERS));
    found.push(diagnostic("unknown-keyword", source.place(child(at, keyword)), { keyword, suggestion }));
  }
  for (const [keyword, { required, want, is }] of Object.entries(MEMBERS)) {
    const got = value[keyword];
    if (got === undefined) {
      if (required) found.push(diagnostic("missing-keyword", source.place(at), { keyword, want }));
    } else if (typeof got !== "string" || !is(got)) {
      const place = source.place(child(at, keyword));
      found.push(diagnostic("keyword-value", place, { keyword, got: JSON.stringify(got), want }));
    }
  }
  const isEnding = ENDING.includes(value.lifecycle);
  if (isEnding && value.sunset === undefined) {
    found.push(diagnostic("missing-keyword", source.place(at), { keyword: "sunset", want: "the day of its end" }));
  }
  for (const keyword of isEnding ? [] : ["sunset", "replacedBy"]) {
    if (value[keyword] === undefined) continue;
    const params = { keyword, got: JSON.stringify(value[keyword]), want: "it only in a deprecated or retired event" };
    found.push(diagnostic("keyword-value", source.place(child(at, keyword)), params));
  }
  if (found.length > 0) return found;

  const info = value as Record<keyof typeof MEMBERS, string>;
  const type = parseEventType(info.type as string);
  if ("problem" in type) {
    return [
      diagnostic("subject-grammar", source.place(`${at}/type`), { type: info.type as string, problem: type.problem }),
    ];
  }
  if (Number.parseInt(info.version as string, 10) !== type.major) {
    const params = { got: info.version as string, major: type.major };
    return [diagnostic("wrong-version", source.place(`${at}/version`), params)];
  }
  return {
    ...type,
    version: info.version as string,
    owner: info.owner as string,
    lifecycle: info.lifecycle as Lifecycle,
    sunset: info.sunset,
    replacedBy: info.replacedBy,
    emittedWhen: info.emittedWhen as string,
    key: info.key as string,
  };
}
