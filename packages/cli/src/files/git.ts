import { spawnSync } from "node:child_process";
import type { InputFile } from "@statehub/contract-tools";
import { UsageError } from "../usage-error.ts";

/** Room for the files of some thousands of contracts. */
const MOST = 1024 * 1024 * 1024;

/** Runs git in the repository's folder. Undefined where git says no. */
function git(root: string, args: readonly string[], input?: string): Buffer | undefined {
  const { status, stdout, error } = spawnSync("git", ["-C", root, ...args], { input, maxBuffer: MOST });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    throw new UsageError("git is not installed, or not in PATH: name a folder or a package with --base");
  }
  if (error) throw error;
  return status === 0 ? stdout : undefined;
}

const line = (output: Buffer | undefined): string | undefined => output?.toString("utf8").trim();

/** Whether the folder is in a work tree of git. */
export function isInGit(root: string): boolean {
  return line(git(root, ["rev-parse", "--is-inside-work-tree"])) === "true";
}

/** The commit that a name means; undefined where it means none. */
export function commitOf(root: string, name: string): string | undefined {
  if (name.startsWith("-")) return undefined;
  return line(git(root, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]));
}

/**
 * Where the current branch left another: what was changed there since is not a change of this branch. In a clone whose
 * history is cut off before that, the commit itself.
 */
export function forkedFrom(root: string, commit: string): string {
  return line(git(root, ["merge-base", commit, "HEAD"])) || commit;
}

/** Whether the history of the clone is cut off. */
export function isShallow(root: string): boolean {
  return line(git(root, ["rev-parse", "--is-shallow-repository"])) === "true";
}

/** The files below some folders as a commit has them, with paths from the repository's folder. No links. */
export function filesOf(root: string, commit: string, folders: readonly string[]): InputFile[] {
  const listed = git(root, ["ls-tree", "-r", "-z", commit, "--", ...folders])?.toString("utf8") ?? "";
  const entries = listed.split("\0").flatMap((entry) => {
    const [, mode, id, file] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    return id === undefined || file === undefined || mode === SYMLINK ? [] : [{ id, file }];
  });
  const output = git(root, ["cat-file", "--batch"], entries.map(({ id }) => `${id}\n`).join(""));
  if (output === undefined) throw new TypeError(`git cat-file failed in ${root}`);
  let at = 0;
  return entries.map(({ id, file }) => {
    const end = output.indexOf("\n", at);
    const [, kind, size] = output.toString("utf8", at, end).split(" ");
    // A partial clone that could not get the object.
    if (kind !== "blob") throw new TypeError(`git has no content of ${file} (${id}): fetch it first`);
    const text = output.toString("utf8", end + 1, end + 1 + Number(size));
    at = end + 1 + Number(size) + 1;
    return { file, text };
  });
}

const SYMLINK = "120000";
