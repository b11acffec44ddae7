import { execFileSync } from "node:child_process";
import { type Files, temporaryFolder, writeFiles } from "./repository.ts";

/** Runs git in a folder, as somebody with nothing configured. */
export function git(root: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  return execFileSync("git", ["-C", root, ...who, ...args], { encoding: "utf8", env, stdio: "pipe" });
}

/** A repository on a branch `main` with one commit of these files. */
export async function gitRepositoryOf(files: Files, root?: string): Promise<string> {
  const folder = root ?? (await temporaryFolder());
  git(folder, "init", "--quiet", "--initial-branch=main");
  await commitFiles(folder, files);
  return folder;
}

/** Writes these files and commits all that changed. */
export async function commitFiles(root: string, files: Files): Promise<void> {
  await writeFiles(root, files);
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--allow-empty", "--message=change");
}
