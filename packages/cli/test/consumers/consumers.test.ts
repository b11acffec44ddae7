import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { ConsumerProfile } from "@statehub/contract-tools";
import { describe, expect, test } from "vitest";
import { statehubEvents } from "../support/command.ts";
import { copyOfSchemas, temporaryFolder, writeFiles } from "../support/repository.ts";
import { consumerProject, workspace } from "./project.ts";

const HANDLERS = `import { consume, type RepoRegistered } from "@statehub/events-contracts";
import { ownerOf } from "./owner.ts";

await consume({
  durable: "reader",
  types: ["org.statehub.repo.registered", "org.statehub.task.stale"],
  handlers: {
    "org.statehub.repo.registered": ({ data }) => {
      const repo = data;
      const { slug } = repo;
      console.log(slug, ownerOf(repo));
    },
    "org.statehub.task.stale": () => {},
  },
});

export type Repo = RepoRegistered;
`;
const OWNER = `export function ownerOf(repo: { readonly owner: { readonly slug: string } }): string {
  return repo.owner.slug;
}
`;
const WHO = ["--consumer", "reader", "--owner", "team-reader", "--repository", "https://example.org/reader"];
const OUT = "consumers/reader.json";

const readProfile = async (root: string): Promise<ConsumerProfile> =>
  JSON.parse(await readFile(join(root, OUT), "utf8"));

/** A repository with this one's schemas, a consumer's code in code/, and no profile yet. */
async function withCode(): Promise<string> {
  const root = await temporaryFolder();
  await symlink(join(workspace, "schemas"), join(root, "schemas"));
  await consumerProject(join(root, "code"), { "src/handlers.ts": HANDLERS, "src/owner.ts": OWNER });
  return root;
}

async function firstScan(): Promise<string> {
  const root = await withCode();
  const { code, stderr } = await statehubEvents(["consumers", "scan", "code", "--out", OUT, ...WHO], { cwd: root });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return readFile(join(root, OUT), "utf8");
}

let scanned: Promise<string> | undefined;

/** The same with the profile that a scan wrote, once for all tests: each start of the compiler takes seconds. */
async function repository(): Promise<string> {
  scanned ??= firstScan();
  const root = await withCode();
  await writeFiles(root, { [OUT]: await scanned });
  return root;
}

describe("consumers scan", () => {
  test("names a field that is read through destructuring, an alias and a helper function at its exact line", async () => {
    const root = await repository();
    const profile = await readProfile(root);
    expect(profile).toMatchObject({
      consumer: "reader",
      owner: "team-reader",
      repository: "https://example.org/reader",
      root: "code",
      scanned: [{ file: "src/handlers.ts" }, { file: "src/owner.ts" }],
      reads: [
        {
          type: "org.statehub.repo.registered",
          versions: "^1.0.0",
          fields: [
            { pointer: "/owner/slug", file: "src/owner.ts", line: 2, column: 21, access: "read" },
            { pointer: "/slug", file: "src/handlers.ts", line: 10, column: 15, access: "read" },
          ],
        },
        { type: "org.statehub.task.stale", versions: "^1.0.0", fields: [] },
      ],
    });
  });

  test("prints the profile where none is to be written, the same each time", async () => {
    const root = await repository();
    const printed = await statehubEvents(["consumers", "scan", "code", ...WHO], { cwd: root });
    // Where it will stand is not known: nor is the way from there to the code.
    expect(printed.stdout).toBe((await readFile(join(root, OUT), "utf8")).replace('  "root": "code",\n', ""));
  });

  test("takes who the consumer is from its profile, and from package.json before there is one", async () => {
    const root = await repository();
    const again = await statehubEvents(["consumers", "scan", "code", "--out", OUT], { cwd: root });
    expect(again).toMatchObject({
      code: 0,
      stdout: "reader reads 2 fields of 2 events in 2 files; consumers/reader.json is up to date\n",
    });
    await writeFiles(root, {
      "code/package.json": JSON.stringify({
        name: "@acme/bridge",
        type: "module",
        repository: { url: "git+https://example.org/bridge.git" },
      }),
    });
    const first = await statehubEvents(["consumers", "scan", "code", "--owner", "team-x", "--json"], { cwd: root });
    expect(JSON.parse(first.stdout)).toMatchObject({
      written: false,
      profile: { consumer: "bridge", owner: "team-x", repository: "https://example.org/bridge" },
      diagnostics: [],
    });
  });

  test("--check finds the profile up to date, and after a change of the code says what is older in it", async () => {
    const root = await repository();
    const check = ["consumers", "scan", "code", "--out", OUT, "--check"];
    expect(await statehubEvents(check, { cwd: root })).toMatchObject({ code: 0, stderr: "" });

    const before = await readFile(join(root, OUT), "utf8");
    await writeFiles(root, {
      "code/src/handlers.ts": HANDLERS.replace("const { slug } = repo;", "const slug = repo.name;"),
      "code/src/owner.ts": `\n${OWNER}`,
    });
    const stale = await statehubEvents(check, { cwd: root });
    expect(stale.code).toBe(1);
    expect(stale.stdout).toBe("");
    expect(stale.stderr).toContain("src/handlers.ts:10:25 error stale-profile");
    expect(stale.stderr).toContain("/name of org.statehub.repo.registered is read here");
    expect(stale.stderr).toContain("src/owner.ts:3:21 error stale-profile");
    expect(stale.stderr).toContain("/owner/slug of org.statehub.repo.registered is read at another place, here");
    expect(stale.stderr).toContain("consumers/reader.json:");
    expect(stale.stderr).toContain("/slug of org.statehub.repo.registered is no longer read at src/handlers.ts:10:15");
    expect(await readFile(join(root, OUT), "utf8")).toBe(before);
  });

  test("--check finds a file that changed without a change of what is read", async () => {
    const root = await repository();
    await writeFiles(root, { "code/src/owner.ts": `${OWNER}\nexport const more = 1;\n` });
    const { code, stderr } = await statehubEvents(["consumers", "scan", "code", "--out", OUT, "--check"], {
      cwd: root,
    });
    expect(code).toBe(1);
    expect(stderr).toContain("consumers/reader.json:1:1 error stale-profile");
  });

  test("goes through the projects that a tsconfig.json refers to", async () => {
    const root = await repository();
    await writeFiles(root, {
      "code/tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.code.json" }] }',
      "code/tsconfig.code.json": await readFile(join(root, "code/tsconfig.json"), "utf8"),
    });
    const check = ["consumers", "scan", "code", "--out", OUT, "--check"];
    expect(await statehubEvents(check, { cwd: root })).toMatchObject({ code: 0, stderr: "" });
  });

  test.each<[name: string, files: Readonly<Record<string, string>>, code: string, place: string, words: string]>([
    ["no tsconfig.json", {}, "no-tsconfig", "tsconfig.json:1:1", "want the TypeScript project"],
    ["a tsconfig.json with broken JSON", { "tsconfig.json": "{ nothing" }, "bad-tsconfig", "tsconfig.json:1:1", ""],
    [
      "a tsconfig.json without files",
      { "tsconfig.json": '{ "include": ["src"] }' },
      "bad-tsconfig",
      "tsconfig.json:1:1",
      "No inputs were found",
    ],
    [
      "packages that are not installed",
      { "tsconfig.json": '{ "include": ["src"] }', "src/a.ts": "export {};" },
      "unresolved-contracts",
      "tsconfig.json:1:1",
      '"@statehub/events-contracts" is wanted',
    ],
  ])("says what is missing in a folder with %s", async (_name, files, code, place, words) => {
    const root = await temporaryFolder();
    await writeFiles(root, { "README.md": "", ...files });
    const ran = await statehubEvents(["consumers", "scan", root, ...WHO]);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 1, stdout: "" });
    expect(ran.stderr).toContain(`${place} error ${code}`);
    expect(ran.stderr).toContain(words);
    expect(ran.stderr).toMatch(/\n {4}fix: \S/);
  });

  test("refuses code that handles no event, and an import of a contract that is not there", async () => {
    const root = await temporaryFolder();
    await consumerProject(root, { "src/a.ts": "export const a = 1;\n" });
    const nothing = await statehubEvents(["consumers", "scan", root, ...WHO]);
    expect(nothing).toMatchObject({ code: 1, stdout: "" });
    expect(nothing.stderr).toContain("error nothing-handled");

    await writeFiles(root, {
      "src/a.ts": '\nexport type { RepoLost } from "@statehub/events-contracts/repo/lost.v1";\n',
    });
    const lost = await statehubEvents(["consumers", "scan", root, ...WHO]);
    expect(lost).toMatchObject({ code: 1, stdout: "" });
    expect(lost.stderr).toContain("src/a.ts:2:31 error unresolved-contracts");
  });

  test.each<[name: string, args: readonly string[], words: string]>([
    ["no folder", [], "got 0 folders, want the one with the consumer's code"],
    ["a folder that is not there", ["nowhere"], "nowhere does not exist"],
    ["a check of no profile", [".", "--check"], "--check needs --out"],
    ["a check of a profile that is not there", [".", "--check", "--out", "x.json"], "--out: x.json does not exist"],
    ["nobody's code", ["."], "got no name for the consumer: name it with --consumer"],
    ["code of no team", [".", "--consumer", "reader"], "no owner of reader is known"],
    ["code of no repository", [".", "--consumer", "reader", "--owner", "x"], "no repository of reader is known"],
  ])("with %s is a wrong command line", async (_name, args, words) => {
    const cwd = await temporaryFolder();
    const { code, stdout, stderr } = await statehubEvents(["consumers", "scan", ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(words);
  });
});

describe("consumers show and list", () => {
  test("tell a field that several read from one that nobody reads", async () => {
    const root = await repository();
    const second = { ...(await readProfile(root)), consumer: "second" };
    await writeFiles(root, { "consumers/second.json": JSON.stringify(second) });

    const shown = await statehubEvents(["consumers", "show", "org.statehub.repo.registered"], { cwd: root });
    expect(shown).toMatchObject({ code: 0, stderr: "" });
    expect(shown.stdout).toMatch(/^\/slug +2 +reader src\/handlers\.ts:10:15\n +second src\/handlers\.ts:10:15$/m);
    expect(shown.stdout).toMatch(/^\/owner +2 +reader src\/owner\.ts:2:21 \(\/owner\/slug\)$/m);
    expect(shown.stdout).toMatch(/^\/url +0 +nobody$/m);

    const { stdout } = await statehubEvents(["consumers", "show", "org.statehub.repo.registered", "--json"], {
      cwd: root,
    });
    const { fields } = JSON.parse(stdout);
    const readersOf = (pointer: string): string[] =>
      fields
        .find((field: { pointer: string }) => field.pointer === pointer)
        .readers.map(({ consumer }: { consumer: string }) => consumer);
    expect([readersOf("/slug"), readersOf("/url")]).toEqual([["reader", "second"], []]);

    const listed = await statehubEvents(["consumers", "list"], { cwd: root });
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    expect(listed.stdout).toMatch(/^org\.statehub\.repo\.registered +\d+ +\d+ +reader, second$/m);
    expect(listed.stdout).toMatch(/^org\.statehub\.workstream\.completed +(\d+) +\1 +nobody$/m);
  });

  test("report a profile that reads what no version has, with its line and a near name", async () => {
    const root = await repository();
    const text = await readFile(join(root, OUT), "utf8");
    await writeFiles(root, { [OUT]: text.replace('"/owner/slug"', '"/owner/slog"') });
    const { code, stderr } = await statehubEvents(["consumers", "list"], { cwd: root });
    expect(code).toBe(1);
    expect(stderr).toMatch(/consumers\/reader\.json:\d+:\d+ error unknown-field/);
    expect(stderr).toContain('Did you mean "/owner/slug"?');
  });

  test("of a repository without a profile say how to make one", async () => {
    const root = await temporaryFolder();
    await symlink(join(workspace, "schemas"), join(root, "schemas"));
    const { code, stderr } = await statehubEvents(["consumers", "list"], { cwd: root });
    expect(code).toBe(1);
    expect(stderr).toContain("consumers:1:1 error no-profiles");
  });

  test("of an event that there is not name one that is near", async () => {
    const root = await repository();
    const { code, stderr } = await statehubEvents(["consumers", "show", "org.statehub.repo.registred"], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean "org.statehub.repo.registered"?');
  });
});

describe("diff", () => {
  test("of a change that removes a field names the consumer and the line that reads it", async () => {
    const root = await copyOfSchemas();
    await consumerProject(join(root, "code"), { "src/handlers.ts": HANDLERS, "src/owner.ts": OWNER });
    await statehubEvents(["consumers", "scan", "code", "--out", OUT, ...WHO], { cwd: root });
    const file = join(root, "schemas/repo/registered.v1.json");
    const contract = JSON.parse(await readFile(file, "utf8"));
    const { slug, ...properties } = contract.properties;
    const examples = contract.examples.map(({ slug: _, ...example }: { slug: string }) => example);
    const required = contract.required.filter((name: string) => name !== "slug");
    await writeFiles(root, {
      "schemas/repo/registered.v1.json": JSON.stringify({ ...contract, properties, required, examples }, null, 2),
    });

    const { code, stdout } = await statehubEvents(["diff"], { cwd: root });
    expect(slug).toBeDefined();
    expect(code).toBe(1);
    const [removal] = stdout.match(/^.*the required property "slug" was removed.*$/m) ?? [];
    expect(removal).toMatch(/read by reader \(src\/handlers\.ts:10\)$/);
  });
});
