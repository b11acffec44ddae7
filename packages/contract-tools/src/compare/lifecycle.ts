import type { Lifecycle } from "../model/event.ts";
import type { Version } from "./version.ts";

/** A step from one lifecycle to another that is not allowed. */
export interface WrongStep {
  readonly from: string;
  readonly to: string;
  readonly problem: string;
  readonly fix: string;
}

/** Where each lifecycle may go. Going on as it is always may. */
const NEXT: Readonly<Record<Lifecycle | "nothing", readonly Lifecycle[]>> = {
  nothing: ["proposed", "stable"],
  proposed: ["stable"],
  stable: ["deprecated"],
  deprecated: ["stable", "retired"],
  retired: [],
};

const ADVICE: Readonly<Record<Lifecycle | "nothing", string>> = {
  nothing: 'begin with "proposed" or "stable".',
  proposed: 'make it "stable" first, or remove the contract: nothing was promised.',
  stable: 'go back to "stable", or make it "deprecated" with a sunset.',
  deprecated: 'keep it "deprecated" until its sunset has passed, or take the deprecation back.',
  retired: "bring it back as a new major: what was retired stays.",
};

/** What a step is judged by, besides the two states. */
export interface Surroundings {
  /** The day of the check, as an RFC 3339 date. */
  readonly today: string;
  /** Whether a version of this major was released. */
  readonly isReleased: boolean;
  /** The lifecycle of the event that takes the place, if there is one. */
  readonly replacement: Lifecycle | undefined;
  /** Consumers that read the event. */
  readonly readers: readonly string[];
}

/** Says what is wrong with the step from the last state that counts (none for a new event) to this one. */
export function wrongStep(older: Version | undefined, newer: Version, around: Surroundings): WrongStep | undefined {
  const from = older?.lifecycle ?? "nothing";
  const to = newer.lifecycle;
  const wrong = (problem: string, fix: string = ADVICE[from]): WrongStep => ({ from, to, problem, fix });
  if (from === "stable" && to === "proposed" && !around.isReleased) return undefined;
  if (from !== to && !NEXT[from].includes(to)) {
    const allowed = NEXT[from].map((one) => `"${one}"`).join(" or ");
    return wrong(allowed === "" ? "it has ended" : `from "${from}" it goes to ${allowed}`);
  }
  if (to === "deprecated" && from !== to) {
    if (newer.sunset !== undefined && newer.sunset < around.today) {
      return wrong(
        `its sunset ${newer.sunset} has passed before anyone could know`,
        "set a day that is still to come.",
      );
    }
    if (around.replacement !== undefined && around.replacement !== "stable") {
      return wrong(
        `${newer.replacedBy}, which takes its place, is ${around.replacement}`,
        "make that one stable first.",
      );
    }
  }
  const [was, is] = [older?.sunset, newer.sunset];
  if (from === "deprecated" && to !== "stable" && was !== undefined && is !== undefined && is < was) {
    return wrong(
      `its sunset was moved forward from ${was} to ${is}`,
      `keep ${was} or a later day: others plan with it.`,
    );
  }
  if (to === "retired" && from !== to) {
    if (was !== undefined && around.today <= was) return wrong(`its sunset ${was} has not passed`);
    if (around.readers.length > 0) {
      return wrong(`${around.readers.join(" and ")} still reads it`, "let the consumers move on first.");
    }
  }
  return undefined;
}
