import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type Files, writeFiles } from "../support/repository.ts";

export const workspace: string = join(import.meta.dirname, "../../../..");

const TSCONFIG = {
  compilerOptions: {
    target: "es2024",
    module: "nodenext",
    strict: true,
    types: [],
    lib: ["es2024"],
    // The contracts from their sources, so that a test needs no build.
    customConditions: ["@statehub/source"],
    allowImportingTsExtensions: true,
    noEmit: true,
  },
  include: ["src"],
};

/** What a platform gives, as declarations; its own are long to read. */
const PLATFORM = `declare const console: { log(...values: unknown[]): void };
declare function structuredClone<T>(value: T): T;
`;

/** A consumer's TypeScript project in a folder, with the packages of this workspace installed. */
export async function consumerProject(root: string, files: Files): Promise<void> {
  await mkdir(root, { recursive: true });
  await symlink(join(workspace, "node_modules"), join(root, "node_modules"));
  await writeFiles(root, {
    "package.json": '{ "type": "module" }',
    "tsconfig.json": JSON.stringify(TSCONFIG),
    "src/platform.d.ts": PLATFORM,
    ...files,
  });
}
