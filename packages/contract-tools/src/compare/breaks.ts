import type { Verdict } from "@statehub/schema-compat";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { Engine } from "./engine.ts";
import { fieldOf, refusalOf } from "./refusal.ts";
import type { Version } from "./version.ts";
import { type WitnessEvent, witnessEvent } from "./witness.ts";

/** `backward`: new readers refuse old events. `forward`: old readers refuse new events. */
export type Direction = "backward" | "forward";

/** One way in which the new contract and older versions do not fit together. */
export interface Break {
  readonly direction: Direction;
  /** The labels of the versions that it concerns, oldest first. */
  readonly versions: readonly string[];
  /** Whether an event proves it; what is not proved to fit is treated the same. */
  readonly isProved: boolean;
  /** The field that is refused, as a JSON Pointer into the data; undefined where nothing is proved. */
  readonly location: string | undefined;
  readonly keyword: string;
  /** What is refused, or what could not be decided, in words. */
  readonly refusal: string;
  /** In the new contract: what refuses, or what the refused part is written by. */
  readonly place: Place;
  /** The same in the latest of the older versions. */
  readonly oldPlace: Place;
  /** An event that the writer may send and the reader refuses. */
  readonly witness: WitnessEvent | undefined;
}

/** Compares the new contract with each older version, in both directions. What is the same for several is told once. */
export function breaksAgainst(older: readonly Version[], newer: Version, engine: Engine): Break[] {
  const found = new Map<string, Break>();
  for (const version of older) {
    const verdicts = engine.verdicts(version, newer);
    for (const direction of ["backward", "forward"] as const) {
      const one = breakOf(verdicts[direction], direction, version, newer);
      if (one === undefined) continue;
      const key = [direction, one.isProved, one.location, one.keyword, one.place.pointer].join(" ");
      const known = found.get(key);
      found.set(key, known === undefined ? one : { ...one, versions: [...known.versions, version.label] });
    }
  }
  return [...found.values()];
}

function breakOf(verdict: Verdict, direction: Direction, older: Version, newer: Version): Break | undefined {
  if (verdict.answer === "yes") return undefined;
  const [writer, reader] = direction === "backward" ? [older, newer] : [newer, older];
  const common = { direction, versions: [older.label] };
  if (verdict.answer === "unknown") {
    const { keyword, pointer, reason } = verdict;
    const refusal = `${keyword}${pointer === "" ? "" : ` at ${pointer}`}: ${reason}`;
    const places = { place: newer.place(pointer), oldPlace: older.place(pointer) };
    return { ...common, isProved: false, location: undefined, keyword, refusal, ...places, witness: undefined };
  }
  const { instance, instancePointer, refusedBy, acceptedBy } = verdict.witness;
  const refused = { data: instance, instancePointer, keyword: refusedBy.keyword, pointer: refusedBy.pointer };
  const at = { refusing: refusedBy.pointer, accepting: acceptedBy.pointer };
  return {
    ...common,
    isProved: true,
    location: fieldOf(refused, reader.schema),
    keyword: refusedBy.keyword,
    refusal: refusalOf(refused, reader.schema),
    place: newer.place(direction === "backward" ? at.refusing : at.accepting),
    oldPlace: older.place(direction === "backward" ? at.accepting : at.refusing),
    witness: witnessEvent(writer, instance),
  };
}
