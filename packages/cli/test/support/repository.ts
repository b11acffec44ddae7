import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const here = fileURLToPath(new URL("../../../..", import.meta.url));

/** Path → text. */
export type Files = Readonly<Record<string, string>>;

// Once per test file, since tests that run at the same time cannot have an end of their own.
const folders = await realpath(await mkdtemp(join(tmpdir(), "statehub-cli-")));
afterAll(() => rm(folders, { recursive: true, force: true }));

/** Where Node keeps what it compiled, for the other processes of a test file: a third of a run is compiling. */
export const compileCache: string = join(folders, "compile-cache");

/** An empty folder outside the repository, removed after the test file. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(folders, "root-"));
}

/** A folder with a copy of this repository's schemas and of the one document that is partly generated; nothing generated. */
export async function copyOfSchemas(): Promise<string> {
  const root = await temporaryFolder();
  await cp(join(here, "schemas"), join(root, "schemas"), { recursive: true });
  await writeFiles(root, { "docs/nats-event-subjects.md": subjectsDocument });
  return root;
}

/** A folder with these files and the document that is partly generated. */
export async function repositoryOf(files: Files): Promise<string> {
  const root = await temporaryFolder();
  await writeFiles(root, { "docs/nats-event-subjects.md": subjectsDocument, ...files });
  return root;
}

export async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

const subjectsDocument = `# Subjects

Written by hand.

<!-- generated: subjects -->
<!-- /generated: subjects -->
`;
