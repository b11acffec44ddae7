import { RELEASED } from "../model/paths.ts";
import { SUBJECT_PREFIX } from "../model/subject.ts";
import type { EventVerdict } from "./event-verdict.ts";

/** `repo/registered/1.0.0` → the changelog beside the snapshots. */
export function changelogFileOf(path: string): string {
  return `${RELEASED}/${path.slice(0, path.lastIndexOf("/"))}/CHANGELOG.md`;
}

/** What is told of a version: a sentence per change. */
export function entryOf({ against, changes }: EventVerdict): string[] {
  if (against === undefined) return ["First release."];
  const told = changes.map(
    ({ location, sentence }) => `${location === undefined ? "" : `\`${location || "/"}\`: `}${sentence}`,
  );
  return told.length > 0 ? told : ["Nothing changed but the version."];
}

/** A changelog with the entry of a version on top of the others. */
export function addEntry(
  text: string | undefined,
  event: { readonly nouns: readonly string[]; readonly verb: string; readonly version: string },
  sentences: readonly string[],
): string {
  const title = `# ${[SUBJECT_PREFIX, ...event.nouns, event.verb].join(".")}\n`;
  const entry = `## ${event.version}\n\n${sentences.map((sentence) => `- ${sentence}\n`).join("")}`;
  const older = (text ?? "").replaceAll("\r\n", "\n");
  const first = older.search(/^## /m);
  return first < 0
    ? `${older === "" ? title : older}\n${entry}`
    : `${older.slice(0, first)}${entry}\n${older.slice(first)}`;
}
