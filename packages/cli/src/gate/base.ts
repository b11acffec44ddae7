import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type Diagnostic, type InputFile, RELEASED, readModel, readReleased, SCHEMAS } from "@statehub/contract-tools";
import type { Base } from "@statehub/contract-tools/compare";
import { commitOf, filesOf, forkedFrom, isInGit, isShallow } from "../files/git.ts";
import { readText } from "../files/read.ts";
import { readTarball } from "../files/tarball.ts";
import { UsageError } from "../usage-error.ts";

/** The folder in which pull requests say what they change for those who use the packages. */
export const CHANGESETS = ".changeset";

/** What `--base` names, as files. */
export interface ReadBase extends Base {
  /** Its changesets: those of the base are not this branch's. */
  readonly changesets: readonly InputFile[];
  /** Problems of its contracts: they are not used then. */
  readonly problems: readonly Diagnostic[];
}

const FOLDERS = [SCHEMAS, CHANGESETS];
/** A snapshot as the contracts package carries it: `schemas/repo/registered/1.0.0.json`. */
const SNAPSHOT = new RegExp(`^${SCHEMAS}/(?!released/)(.+/\\d+\\.\\d+\\.\\d+\\.json)$`);

/** Reads what `--base` names: a git ref, a folder, or a package as `npm pack` makes it. */
export function readBase(root: string, name: string): ReadBase {
  // An unset variable in a script: it would be the current folder, compared with itself, and everything would fit.
  if (name.trim() === "") {
    throw new UsageError(
      `--base: got ${JSON.stringify(name)}, want a git ref, a folder, or a package as \`npm pack\` makes it`,
    );
  }
  const isPath = /^\.{0,2}[/\\]|^\.{1,2}$|\.tgz$|\.tar\.gz$/.test(name);
  const commit = isPath || !isInGit(root) ? undefined : commitOf(root, name);
  if (commit !== undefined) return baseOf(name, filesOf(root, forkedFrom(root, commit), FOLDERS));
  const path = resolve(name);
  if (!existsSync(path)) throw new UsageError(unknownBase(root, name, isPath));
  if (!statSync(path).isDirectory()) return baseOf(name, withSchemas(name, readTarball(path)));
  return baseOf(
    name,
    withSchemas(
      name,
      FOLDERS.flatMap((folder) => readText(path, folder)),
    ),
  );
}

function unknownBase(root: string, name: string, isPath: boolean): string {
  const start = `--base: ${JSON.stringify(name)} does not exist`;
  if (isPath) return `${start}: want a git ref, a folder, or a package as \`npm pack\` makes it`;
  if (!isInGit(root)) return `${start}, and ${root} is not in a git repository: want a folder or a package`;
  const fetch = isShallow(root) ? "; this clone is shallow: fetch it first, in GitHub Actions with fetch-depth: 0" : "";
  return `${start}: want a git ref, a folder, or a package as \`npm pack\` makes it${fetch}`;
}

function withSchemas(name: string, files: readonly InputFile[]): readonly InputFile[] {
  if (files.some(({ file }) => file.startsWith(`${SCHEMAS}/`))) return files;
  throw new UsageError(`--base: ${name} holds no ${SCHEMAS}/`);
}

function baseOf(label: string, files: readonly InputFile[]): ReadBase {
  const json = files.filter(({ file }) => file.startsWith(`${SCHEMAS}/`) && file.endsWith(".json"));
  const contracts = json.filter(({ file }) => !file.startsWith(`${RELEASED}/`) && !SNAPSHOT.test(file));
  const snapshots = json
    .filter(({ file }) => SNAPSHOT.test(file))
    .map(({ file, text }) => ({ file: file.replace(SNAPSHOT, `${RELEASED}/$1`), text }));
  const kept = json.filter(({ file }) => file.startsWith(`${RELEASED}/`));
  // What is wrong with what the base has released is the base's affair; that it is the same here is checked.
  const { released } = readReleased([...kept, ...snapshots]);
  const { model, diagnostics } = readModel(contracts);
  const problems = contracts.length === 0 ? [] : diagnostics;
  return {
    label,
    model: contracts.length === 0 || problems.length > 0 ? undefined : model,
    released,
    isRepository: snapshots.length === 0,
    changesets: files.filter(({ file }) => file.startsWith(`${CHANGESETS}/`) && file.endsWith(".md")),
    problems,
  };
}
