import {
  type ConsumerProfile,
  type Diagnostic,
  diagnostic,
  type FieldRead,
  type ProfileFile,
} from "@statehub/contract-tools";

type Located = FieldRead & { readonly type: string };

const locate = ({ reads }: ConsumerProfile): Located[] =>
  reads.flatMap(({ type, fields }) => fields.map((field) => ({ type, ...field })));
const placeOf = ({ type, pointer, file, line, column, access }: Located): string =>
  `${type} ${pointer} ${access} ${file}:${line}:${column}`;
const nameOf = ({ type, pointer, access }: Located): string =>
  `${access === "whole" ? "the whole of " : ""}${pointer === "" ? "the data" : pointer} of ${type}`;

/** What differs between the profile in a file and that of the code as it is: nothing, if the file is up to date. */
export function differences({ profile, source }: ProfileFile, now: ConsumerProfile, file: string): Diagnostic[] {
  const before = locate(profile);
  const after = locate(now);
  const known = new Set(before.map(placeOf));
  const present = new Set(after.map(placeOf));
  const added = after.filter((one) => !known.has(placeOf(one)));
  const gone = before.filter((one) => !present.has(placeOf(one)));
  const found: Diagnostic[] = [];
  for (const one of added) {
    const { line, column } = one;
    const isMoved = gone.some((other) => nameOf(other) === nameOf(one));
    const problem = `${nameOf(one)} is read ${isMoved ? "at another place, here" : "here"}`;
    found.push(diagnostic("stale-profile", { file: one.file, line, column, pointer: "" }, { problem }));
  }
  for (const one of gone) {
    if (after.some((other) => nameOf(other) === nameOf(one))) continue;
    const problem = `${nameOf(one)} is no longer read at ${one.file}:${one.line}:${one.column}`;
    found.push(diagnostic("stale-profile", placeIn({ profile, source }, one), { problem }));
  }
  if (found.length === 0 && textOf(profile) !== textOf(now)) {
    const problem = "events, versions, files or the consumer's own data are others";
    found.push(diagnostic("stale-profile", { ...source.place(""), file }, { problem }));
  }
  return found;
}

/** The line of the profile that tells a read. */
function placeIn({ profile, source }: ProfileFile, read: Located): ReturnType<ProfileFile["source"]["place"]> {
  const event = profile.reads.findIndex(({ type }) => type === read.type);
  const field = profile.reads[event]?.fields.findIndex((one) => placeOf({ type: read.type, ...one }) === placeOf(read));
  return source.place(`/reads/${event}/fields/${field}`);
}

const textOf = (profile: ConsumerProfile): string => JSON.stringify(sorted(profile));

/** A value with the properties of each object in the alphabet's order: a profile may be written in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
