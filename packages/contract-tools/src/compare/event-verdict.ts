import { type Diagnostic, diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { touches } from "../model/consumers.ts";
import { consumersOf, type FieldReader, readersOf } from "../model/field-readers.ts";
import { hurtOf, waysOut } from "./advice.ts";
import { type Break, breaksAgainst } from "./breaks.ts";
import { type Bump, bumpBetween, nextVersion, versionProblem } from "./bump.ts";
import { type ContractChange, changesBetween } from "./changes.ts";
import type { Engine } from "./engine.ts";
import type { History } from "./history.ts";
import type { GateInput } from "./input.ts";
import { wrongStep } from "./lifecycle.ts";
import type { Version } from "./version.ts";

/** A change, and who reads what it is about. */
export interface ReportedChange extends ContractChange {
  readonly readers: readonly FieldReader[];
}

/** A break, who is hurt by it, what to do, and who reads the field. */
export interface ReportedBreak extends Break {
  readonly hurt: string;
  readonly ways: readonly string[];
  readonly readers: readonly FieldReader[];
}

/** What the gate says of one event. */
export interface EventVerdict {
  readonly type: string;
  readonly file: string;
  readonly owner: string;
  readonly lifecycle: string;
  readonly state: "new" | "changed" | "unchanged" | "removed";
  readonly version: string;
  /** The newest released version of this major. */
  readonly latest: string | undefined;
  /** What the changes are counted from: the base's contract, else the newest released version. */
  readonly against: string | undefined;
  readonly changes: readonly ReportedChange[];
  /** The versions that the contract was compared with, oldest first. */
  readonly comparedWith: readonly string[];
  readonly breaks: readonly ReportedBreak[];
  /** Why breaks are shown and do not count; undefined where they count. */
  readonly exempt: string | undefined;
  /** What follows for the version since the newest released one. */
  readonly bump: Bump;
  /** The version that follows; undefined where only a new major would do. */
  readonly wanted: string | undefined;
  /** What the packages have to declare for what changed since the base, else since the newest released version. */
  readonly packageBump: Bump;
  /** Consumers that handle the event, by their profiles. */
  readonly consumers: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Judges one event by its history. `histories` are those of all events. */
export function verdictOf(
  history: History,
  histories: readonly History[],
  engine: Engine,
  input: GateInput,
): EventVerdict {
  const { working } = history;
  return working === undefined
    ? removed(history, histories, input)
    : compared(history, working, histories, engine, input);
}

/** The states that made a promise: what was released, and before the first release what the base says is stable. */
function promisesOf({ released, latest, base }: History): readonly Version[] {
  const promised = [...released, ...(latest === undefined && base !== undefined ? [base] : [])];
  return promised.filter(({ lifecycle }) => lifecycle !== "proposed");
}

function compared(
  history: History,
  working: Version,
  histories: readonly History[],
  engine: Engine,
  input: GateInput,
): EventVerdict {
  const { type, base, latest } = history;
  const reference = base ?? (input.base?.isRepository === true ? undefined : latest);
  const isReleased = latest !== undefined && latest.digest === working.digest;
  const older =
    isReleased && input.all !== true ? [] : promisesOf(history).filter(({ digest }) => digest !== working.digest);
  const readers = readersOf(type, input.profiles);
  const read = (location: string): FieldReader[] => readers.filter((one) => touches(one, location));

  const breaks = breaksAgainst(older, working, engine).map((one) => ({
    ...one,
    hurt: hurtOf(one),
    ways: waysOut(one, type, latest !== undefined),
    readers: one.location === undefined ? [] : read(one.location),
  }));
  const changes = (reference === undefined ? [] : changesBetween(reference, working, engine)).map((change) => ({
    ...change,
    // What is said of the data as a whole and hurts nobody is not worth the names of all who read something.
    readers:
      change.location === undefined || (change.location === "" && isHarmless(change)) ? [] : read(change.location),
  }));
  const consumers = consumersOf(type, input.profiles);
  const exempt = working.lifecycle === "proposed" ? "a proposed event makes no promise yet" : undefined;
  const counted = exempt === undefined ? breaks : [];

  const diagnostics: Diagnostic[] = counted.map((one) => breakDiagnostic(one));
  const last = latest ?? promisesOf(history).at(-1);
  if (last !== undefined && last.key !== working.key && exempt === undefined) {
    const params = { got: working.key, was: last.key, since: last.label };
    diagnostics.push(diagnostic("key-changed", working.place("/x-event/key"), params));
  }
  const isBroken = diagnostics.length > 0;
  const step = wrongStep(latest ?? base, working, {
    today: input.today,
    isReleased: latest !== undefined,
    replacement: histories.find((one) => one.type === working.replacedBy)?.working?.lifecycle,
    readers: consumers,
  });
  if (step !== undefined) diagnostics.push(diagnostic("lifecycle-step", working.place("/x-event/lifecycle"), step));

  const bump = isBroken ? "major" : latest === undefined ? "none" : bumpBetween(latest, working, engine);
  const wanted =
    latest === undefined ? working.version : bump === "major" ? undefined : nextVersion(latest.version, bump);
  diagnostics.push(...versionDiagnostics(working, latest, bump));
  return {
    type,
    file: working.file,
    owner: working.owner,
    lifecycle: working.lifecycle,
    state: reference === undefined ? "new" : reference.digest === working.digest ? "unchanged" : "changed",
    version: working.version,
    latest: latest?.version,
    against: reference?.label,
    changes,
    comparedWith: older.map(({ label }) => label),
    breaks,
    exempt,
    bump,
    wanted,
    packageBump: packageBumpOf(reference, working, engine),
    consumers,
    diagnostics,
  };
}

const isHarmless = ({ backward, forward }: ContractChange): boolean => backward === "none" && forward === "none";

/** A new event adds to the packages; whatever changes in a proposed one may be noticed. */
function packageBumpOf(reference: Version | undefined, working: Version, engine: Engine): Bump {
  return reference === undefined ? "minor" : bumpBetween(reference, working, engine);
}

function breakDiagnostic({ isProved, refusal, hurt, ways, place }: ReportedBreak): Diagnostic {
  return isProved
    ? diagnostic("breaking-change", place, { refusal, hurt, ways })
    : diagnostic("not-proved", place, { reason: refusal, hurt, ways });
}

const WHY: Readonly<Record<Exclude<Bump, "major">, string>> = {
  none: "nothing changed since",
  patch: "what only people read changed since",
  minor: "what readers or writers can notice changed since",
};

function versionDiagnostics(working: Version, latest: Version | undefined, bump: Bump): Diagnostic[] {
  if (latest === undefined || bump === "major") return [];
  const problem = versionProblem(working.version, latest.version, bump);
  const params = { got: working.version, latest: latest.version, want: nextVersion(latest.version, bump) };
  if (problem === undefined) return [];
  const place = working.place("/x-event/version");
  return problem === "low"
    ? [diagnostic("version-too-low", place, { ...params, why: WHY[bump] })]
    : [diagnostic("version-skips", place, params)];
}

/** A contract that is gone: fine where nothing was promised, or where it had been retired. */
function removed(history: History, histories: readonly History[], input: GateInput): EventVerdict {
  const { type, released, base } = history;
  const last = (released.at(-1) ?? base) as Version;
  const hasEnded = [released.at(-1), base].some((one) => one?.lifecycle === "retired");
  const isPromised = promisesOf(history).length > 0 && !hasEnded;
  const here = histories.find(({ working, base: before, released: its }) => {
    return working?.shape === last.shape && before === undefined && its.length === 0;
  });
  const what =
    released.length === 0 ? `${last.label} has it as ${last.lifecycle}` : `${released.at(-1)?.version} is released`;
  const problem = diagnostic("contract-removed", wholeFile(base?.file ?? last.file), {
    type,
    what,
    renamed: here?.type,
  });
  return {
    type,
    file: base?.file ?? last.file,
    owner: last.owner,
    lifecycle: last.lifecycle,
    state: "removed",
    version: last.version,
    latest: released.at(-1)?.version,
    against: (base ?? last).label,
    changes: [],
    comparedWith: [],
    breaks: [],
    exempt: isPromised ? undefined : hasEnded ? "it was retired" : "a proposed event makes no promise yet",
    bump: isPromised ? "major" : "none",
    wanted: undefined,
    packageBump: base === undefined ? "none" : "major",
    consumers: consumersOf(type, input.profiles),
    diagnostics: isPromised ? [problem] : [],
  };
}
