import type { Change } from "@statehub/schema-compat";
import type { Place } from "../diagnostics/diagnostic.ts";
import { canonicalJson } from "../model/canonical-json.ts";
import { isObject, showAll } from "../model/check-schema.ts";
import { child, valueAt } from "../model/pointer.ts";
import type { Engine } from "./engine.ts";
import type { Version } from "./version.ts";

/** What a change does by itself in one direction. */
export type Effect = Change["backward"]["effect"];

/** One difference between two states of a contract. */
export interface ContractChange {
  /** A stable name: `property-added`, `maximum-lowered`, `open-member-added`, `key-changed`, … */
  readonly kind: string;
  /** The part of the data, as a JSON Pointer with `*` for any item or name; undefined for the event as a whole. */
  readonly location: string | undefined;
  readonly sentence: string;
  readonly old: Place | undefined;
  readonly new: Place | undefined;
  /** For new readers of old events. */
  readonly backward: Effect;
  /** For old readers of new events. */
  readonly forward: Effect;
}

const UNHEARD = { backward: "none", forward: "none" } as const;

/** Everything that differs between two states, what it says of the event first. */
export function changesBetween(older: Version, newer: Version, engine: Engine): ContractChange[] {
  if (older.content === newer.content) return [];
  const found = [
    ...eventChanges(older, newer),
    ...engine
      .changes(older, newer)
      .flatMap((change) =>
        change.kind === "annotation-changed" ? annotations(change, older, newer) : [placed(change, older, newer)],
      ),
  ];
  return found.length > 0 ? found : [reworded(older, newer)];
}

/** Differences that mean the same are not listed one by one. */
function reworded(older: Version, newer: Version): ContractChange {
  const sentence = "it is put in other words, and means the same";
  return { kind: "reworded", location: "", sentence, old: older.place(""), new: newer.place(""), ...UNHEARD };
}

function placed(change: Change, older: Version, newer: Version): ContractChange {
  const { kind, location, sentence, backward, forward } = change;
  return {
    kind,
    location,
    sentence,
    old: change.old && older.place(change.old.pointer),
    new: change.new && newer.place(change.new.pointer),
    backward: backward.effect,
    forward: forward.effect,
  };
}

const MEMBERS = ["owner", "lifecycle", "sunset", "replacedBy", "emittedWhen", "key"] as const;

/** What `x-event` says otherwise than before. */
function eventChanges(older: Version, newer: Version): ContractChange[] {
  return MEMBERS.filter((member) => older[member] !== newer[member]).map((member) => {
    const [from, to] = [older[member], newer[member]].map((value) => JSON.stringify(value) ?? "nothing");
    const effect = member === "key" ? "breaking" : "none";
    return {
      kind: `${member === "emittedWhen" ? "emitted-when" : member === "replacedBy" ? "replaced-by" : member}-changed`,
      location: undefined,
      sentence: member === "emittedWhen" ? "emittedWhen was reworded" : `${member} was changed from ${from} to ${to}`,
      old: older.place(`/x-event/${member}`),
      new: newer.place(`/x-event/${member}`),
      backward: effect,
      forward: effect,
    };
  });
}

/** The keywords that no validator acts on, told apart: some of them a program notices all the same. */
function annotations(change: Change, older: Version, newer: Version): ContractChange[] {
  const before = valueAt(older.schema, change.old?.pointer ?? "");
  const after = valueAt(newer.schema, change.new?.pointer ?? "");
  if (!isObject(before) || !isObject(after)) return [placed(change, older, newer)];
  const placesOf = (keyword: string): Omit<ContractChange, "kind" | "sentence"> => {
    const at = (version: Version, place: Change["old"], schema: object): Place | undefined =>
      Object.hasOwn(schema, keyword) ? version.place(child(place?.pointer ?? "", keyword)) : undefined;
    const places = { old: at(older, change.old, before), new: at(newer, change.new, after) };
    return { location: change.location, ...places, ...UNHEARD };
  };
  const found: ContractChange[] = [];
  const reworded: string[] = [];
  for (const keyword of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[keyword], after[keyword]];
    if (!ANNOTATIONS.has(keyword) || canonicalJson([was]) === canonicalJson([is])) continue;
    const places = placesOf(keyword);
    if (keyword === "x-extensible-enum") found.push(...memberChanges(was, is).map((one) => ({ ...one, ...places })));
    else if (keyword === "deprecated") {
      const sentence = is === true ? "it is deprecated now" : "it is no longer deprecated";
      found.push({ kind: "deprecated-changed", sentence, ...places });
    } else if (keyword === "x-classification" || keyword === "title") {
      const name = keyword === "title" ? "the type's name" : "its classification";
      const sentence = `${name} was changed from ${JSON.stringify(was) ?? "nothing"} to ${JSON.stringify(is) ?? "nothing"}`;
      found.push({ kind: keyword === "title" ? "title-changed" : "classification-changed", sentence, ...places });
    } else reworded.push(keyword);
  }
  if (reworded.length > 0) {
    const sentence = `${reworded.join(", ")} ${reworded.length === 1 ? "was" : "were"} changed`;
    found.push({ kind: "annotation-changed", sentence, ...placesOf(reworded[0] as string) });
  }
  return found;
}

const ANNOTATIONS: ReadonlySet<string> = new Set([
  "title",
  "description",
  "$comment",
  "deprecated",
  "default",
  "examples",
  "x-classification",
  "x-extensible-enum",
  "x-invalid-examples",
]);

function memberChanges(was: unknown, is: unknown): { kind: string; sentence: string }[] {
  const [before, after] = [was, is].map((list) => (Array.isArray(list) ? list : [])) as [unknown[], unknown[]];
  if (was === undefined)
    return [{ kind: "open-set-added", sentence: `it is one of an open set now: ${showAll(after)}` }];
  if (is === undefined)
    return [{ kind: "open-set-removed", sentence: `its open set of values is gone: ${showAll(before)}` }];
  const [gone, come] = [before.filter((one) => !after.includes(one)), after.filter((one) => !before.includes(one))];
  const told = [
    ...(come.length > 0 ? [{ kind: "open-member-added", sentence: `${showAll(come)} came into its open set` }] : []),
    ...(gone.length > 0 ? [{ kind: "open-member-removed", sentence: `${showAll(gone)} left its open set` }] : []),
  ];
  return told.length > 0 ? told : [{ kind: "annotation-changed", sentence: "the order of its open set was changed" }];
}
