import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root, without a slash at its end. */
export const root: string = fileURLToPath(new URL("../../..", import.meta.url)).replace(/[\\/]$/, "");

/** Paths below the root that match, with forward slashes, sorted. */
export function pathsOf(...patterns: readonly string[]): string[] {
  const found = globSync([...patterns], { cwd: root });
  return found.map((path) => path.split(sep).join("/")).sort();
}

/** A file's text, by its path from the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

/** What a package.json says, as far as tests here ask. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly engines?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly imports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
}

/** The package.json of a folder below the root; of the root itself for "". */
export function manifestOf(folder: string): Manifest {
  return JSON.parse(read(folder === "" ? "package.json" : `${folder}/package.json`)) as Manifest;
}

/** The files that git keeps or is about to, by their paths from the root. */
export function trackedFiles(): string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z"];
  const listed = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  return listed.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
}
