import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { changedFiles, type ProfileFile } from "@statehub/contract-tools";
import type { Note } from "@statehub/contract-tools/compare";
import { readIfThere } from "../files/read.ts";
import { UsageError } from "../usage-error.ts";

/** Consumer → the folder of its code, as `--code <consumer>=<dir>` says. */
export type CodeFolders = ReadonlyMap<string, string>;

/** Reads `--code <consumer>=<dir>`, given any number of times. */
export function readCodeFolders(options: readonly string[]): CodeFolders {
  return new Map(
    options.map((option): [string, string] => {
      const [, consumer, folder] = /^([^=]+)=(.+)$/s.exec(option) ?? [];
      if (consumer === undefined || folder === undefined) {
        throw new UsageError(
          `--code: got ${JSON.stringify(option)}, want <consumer>=<dir> such as activity-core=../activity-core`,
        );
      }
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
        throw new UsageError(
          `--code: ${folder} ${existsSync(folder) ? "is a file, want the folder of the code" : "does not exist"}`,
        );
      }
      return [consumer, resolve(folder)];
    }),
  );
}

/** A note for each profile that is older than the code, as far as the code is here to be compared. */
export function agesOf(root: string, profiles: readonly ProfileFile[], folders: CodeFolders): Note[] {
  const names = profiles.map(({ profile }) => profile.consumer);
  for (const name of folders.keys()) {
    if (names.includes(name)) continue;
    const known = names.length === 0 ? "there are no profiles" : `want one of ${names.join(", ")}`;
    throw new UsageError(`--code: no profile is of the consumer ${JSON.stringify(name)}: ${known}`);
  }
  return profiles.flatMap(({ profile, source }): Note[] => {
    const { consumer } = profile;
    const folder = folders.get(consumer) ?? (profile.root === undefined ? undefined : join(root, profile.root));
    if (folder === undefined) return [];
    const changed = changedFiles(profile, (file) => readIfThere(join(folder, file)));
    const [first] = changed;
    if (first === undefined) return [];
    const files = changed.map(({ file, state }) => `${file} ${state === "missing" ? "is gone" : "was changed"}`);
    const told = files.length <= MOST ? files : [...files.slice(0, MOST), `and ${files.length - MOST} more`];
    const message = `the profile of ${consumer} is older than its code (${told.join(", ")}): it may read other fields, at other lines; run \`statehub-events consumers scan\` on it`;
    const at = profile.scanned.findIndex(({ file }) => file === first.file);
    return [{ rule: "old-profile", message, ...source.place(`/scanned/${at}`) }];
  });
}

/** As many files as are named. */
const MOST = 3;
