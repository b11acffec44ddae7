import { type Diagnostic, diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { digestOf } from "../model/bundle.ts";
import type { InputFile } from "../model/model.ts";
import { type Bump, isLess, largest } from "./bump.ts";
import { entryOf } from "./changelog.ts";
import type { EventVerdict } from "./event-verdict.ts";

/** The packages that are generated from the contracts. */
export const EVENT_PACKAGES: readonly string[] = ["@statehub/events-contracts", "@statehub/events-publisher"];

/**
 * What a change of the contracts asks of a package with this version. Below 1.0.0 what would be a major is a minor, as
 * npm's caret has it (semver 2.0.0, 4: anything may change); the rest is the same before and after.
 */
export function packageBump(bump: Bump, packageVersion: string | undefined): Bump {
  return bump === "major" && packageVersion?.startsWith("0.") === true ? "minor" : bump;
}

/** What one changeset declares: package → bump. */
export type Declared = Readonly<Record<string, Bump>>;

const LINE = /^\s*(?:"([^"]+)"|'([^']+)'|([^\s"':]+))\s*:\s*["']?(major|minor|patch|none)["']?\s*(?:#.*)?$/;

/** Reads a changeset's head, or says what is wrong with it. */
export function readChangeset({ file, text }: InputFile): Declared | Diagnostic {
  const wrong = (problem: string): Diagnostic => diagnostic("changeset-unreadable", wholeFile(file), { problem });
  const [, head] = /^\uFEFF?\s*---[ \t]*\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)/.exec(text) ?? [];
  if (head === undefined) return wrong("want a head between two lines of ---");
  const declared: Record<string, Bump> = {};
  for (const line of head.split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const [, double, single, plain, bump] = LINE.exec(line) ?? [];
    const name = double ?? single ?? plain;
    if (name === undefined) return wrong(`got ${JSON.stringify(line)}, want "<package>": major, minor, patch or none`);
    declared[name] = largest([declared[name] ?? "none", bump as Bump]);
  }
  return declared;
}

/** The largest bump that changesets declare for a package; what cannot be read declares nothing. */
export function declaredFor(name: string, changesets: readonly InputFile[]): Bump {
  const read = changesets.map(readChangeset).filter((one): one is Declared => !("code" in one));
  return largest(read.map((declared) => declared[name] ?? "none"));
}

/** The bump that a package needs for all of these events together. */
function wantedFor(name: string, events: readonly EventVerdict[], versions: PackageVersions): Bump {
  return largest(events.map(({ packageBump: bump }) => packageBump(bump, versions[name])));
}

/** The packages' versions by name. */
export type PackageVersions = Readonly<Record<string, string | undefined>>;

/** Where changesets stand: the place of what they do not say. */
const FOLDER = ".changeset";
const README = `${FOLDER}/README.md`;

/** A changeset for what those that are there do not declare; undefined where they declare it all. */
export function changesetFor(
  events: readonly EventVerdict[],
  files: readonly InputFile[],
  versions: PackageVersions,
): { readonly path: string; readonly text: string } | undefined {
  const head = EVENT_PACKAGES.flatMap((name) => {
    const want = wantedFor(name, events, versions);
    return isLess(declaredFor(name, files), want) ? [`${JSON.stringify(name)}: ${want}\n`] : [];
  });
  if (head.length === 0) return undefined;
  const told = events
    .filter((event) => event.packageBump !== "none")
    .map((event) => `- \`${event.type}\` ${event.version}: ${sentencesOf(event).join("; ")}\n`);
  const text = `---\n${head.join("")}---\n\n${told.join("")}`;
  const name = digestOf(text).slice("sha256:".length, "sha256:".length + 8);
  return { path: `${FOLDER}/events-${name}.md`, text };
}

/** What is told of an event to those who import the packages. */
function sentencesOf(event: EventVerdict): readonly string[] {
  if (event.state === "removed") return ["it is gone"];
  if (event.lifecycle === "proposed" && event.state === "new") return ["it is proposed"];
  return event.latest === undefined && event.state === "new" ? ["first release"] : entryOf(event);
}

/** Checks that the changesets of a branch declare what its contracts ask for. `versions` are those of the packages. */
export function checkChangesets(
  events: readonly EventVerdict[],
  files: readonly InputFile[],
  versions: PackageVersions,
): Diagnostic[] {
  const changesets = files.filter(({ file }) => file !== README);
  const unreadable = changesets.map(readChangeset).filter((one): one is Diagnostic => "code" in one);
  const low = EVENT_PACKAGES.flatMap((name) => {
    const want = wantedFor(name, events, versions);
    const got = declaredFor(name, changesets);
    if (!isLess(got, want)) return [];
    const why = events
      .filter((event) => wantedFor(name, [event], versions) === want)
      .map(({ type, state }) => `${type} ${WHY[state]}`);
    const declaring = changesets.find((one) => declaredFor(name, [one]) !== "none");
    const params = { package: name, got: got === "none" ? undefined : got, want, why: why.join(", ") };
    return [diagnostic("changeset-too-low", wholeFile(declaring?.file ?? FOLDER), params)];
  });
  return [...unreadable, ...low];
}

const WHY: Readonly<Record<EventVerdict["state"], string>> = {
  new: "is new",
  changed: "changed",
  unchanged: "is unchanged",
  removed: "is gone",
};
