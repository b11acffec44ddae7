import { execFileSync } from "node:child_process";
import { cp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { textDigest } from "@statehub/contract-tools";
import { beforeAll, describe, expect, test } from "vitest";
import { statehubEvents } from "./support/command.ts";
import { contract, json } from "./support/contracts.ts";
import { commitFiles, git, gitRepositoryOf } from "./support/git.ts";
import { type Files, temporaryFolder, writeFiles } from "./support/repository.ts";

const PATH = "schemas/repo/moved.v1.json";
const moved = (properties: object = {}, more: object = {}): string => {
  const base = contract("repo", "moved") as { properties: object };
  return json({ ...base, ...more, properties: { ...base.properties, ...properties } });
};
const text = { type: "string", maxLength: 9, description: "A text." };

async function diff(cwd: string, ...args: string[]) {
  const { code, stdout, stderr } = await statehubEvents(["diff", "--json", ...args], { cwd });
  const result = code === 2 ? undefined : JSON.parse(stdout);
  return { code, stderr, codes: result?.diagnostics.map((one: { code: string }) => one.code), events: result?.events };
}

/** A repository whose main has one stable contract with a field `name`, released as 1.0.0. */
async function released(folder?: string): Promise<string> {
  const root = await gitRepositoryOf({ [PATH]: moved({ name: text }) }, folder);
  const { code, stderr } = await statehubEvents(["release", "--no-changeset"], { cwd: root });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  await commitFiles(root, {});
  return root;
}

describe("diff", () => {
  test("says in words what breaks: the line, who is hurt, an event, the way out", async () => {
    const root = await released();
    await writeFiles(root, { [PATH]: moved({ name: { ...text, type: "integer" } }) });
    const { code, stdout } = await statehubEvents(["diff", "--base", "main"], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^org\.statehub\.repo\.moved 1\.0\.0: changed since 1\.0\.0 of main, breaking\n/);
    expect(stdout).toMatch(/ {2}schemas\/repo\/moved\.v1\.json:\d+ \/name: the type "string" became "integer"/);
    expect(stdout).toContain("breaks schemas/repo/moved.v1.json:");
    expect(stdout).toContain("consumers that take the new version refuse events of 1.0.0");
    expect(stdout).toContain("consumers that have 1.0.0 refuse events that publishers of the new version may send");
    const events = [...stdout.matchAll(/^ +event: (.+)$/gm)].map(([, event]) => JSON.parse(event as string));
    expect(events.map(({ dataschema, data }) => [dataschema, typeof data.name])).toEqual([
      ["https://schemas.statehub.org/repo/moved/1.0.0", "string"],
      ["https://schemas.statehub.org/repo/moved/1.0.0", "number"],
    ]);
    expect(stdout).toContain("statehub-events new org.statehub.repo.moved.v2");
    expect(stdout).toMatch(/^1 problem|^2 problems/m);
  });

  test("says which version follows from what is compatible, and is fine", async () => {
    const root = await released();
    await writeFiles(root, { [PATH]: moved({ name: text, more: text }) });
    const { code, stdout } = await statehubEvents(["diff"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^org\.statehub\.repo\.moved 1\.0\.0: changed since 1\.0\.0, compatible\n/);
    expect(stdout).toContain('/more: the optional property "more" was added');
    expect(stdout).toContain("version: minor, so 1.1.0 after 1.0.0 (got 1.0.0)");
  });

  test("names each consumer that reads a hurt field, and the line", async () => {
    const root = await released();
    const read = { pointer: "/name", file: "src/handlers.ts", line: 12, column: 7, access: "read" };
    const profile = {
      $schema: "https://schemas.statehub.org/consumer/v1",
      consumer: "activity-core",
      owner: "team-activity-core",
      repository: "https://example.org/activity-core",
      scanned: [],
      reads: [{ type: "org.statehub.repo.moved", versions: "^1.0.0", fields: [read] }],
    };
    await writeFiles(root, { [PATH]: moved(), "consumers/activity-core.json": json(profile) });
    const { code, stdout } = await statehubEvents(["diff"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toContain('the optional property "name" was removed; read by activity-core (src/handlers.ts:12)');
  });
});

describe("a profile that is older than the code", () => {
  const TOLD =
    "note: the profile of reader is older than its code (src/a.ts was changed, src/b.ts is gone): it may read other fields, at other lines";
  const scanned = { "src/a.ts": "read(name);\n", "src/b.ts": "read(id);\n", "src/c.ts": "read(count);\n" };
  const profileOf = (more: object = {}): string =>
    json({
      $schema: "https://schemas.statehub.org/consumer/v1",
      consumer: "reader",
      owner: "team-reader",
      repository: "https://example.org/reader",
      ...more,
      scanned: Object.entries(scanned).map(([file, of]) => ({ file, digest: textDigest(of) })),
      reads: [],
    });

  test("is named with the files, where the repository has the code", async () => {
    const root = await gitRepositoryOf({
      [PATH]: moved(),
      "consumers/reader.json": profileOf({ root: "code/reader" }),
    });
    const code = { "src/a.ts": "\nread(name);\n", "src/c.ts": "read(count);\r\n" };
    await writeFiles(join(root, "code/reader"), code);
    const { code: exit, stderr } = await statehubEvents(["diff"], { cwd: root });
    expect({ exit, told: stderr.startsWith(TOLD) }).toEqual({ exit: 0, told: true });
    await writeFiles(join(root, "code/reader"), scanned);
    expect((await statehubEvents(["diff"], { cwd: root })).stderr).toBe("");
  });

  test("is named for code elsewhere, if --code says where", async () => {
    const root = await gitRepositoryOf({ [PATH]: moved(), "consumers/reader.json": profileOf() });
    const checkout = await temporaryFolder();
    await writeFiles(checkout, { "src/a.ts": "other;\n", "src/c.ts": scanned["src/c.ts"] });
    expect((await statehubEvents(["diff"], { cwd: root })).stderr).toBe("");
    const { stdout } = await statehubEvents(["diff", "--json", "--code", `reader=${checkout}`], { cwd: root });
    const { notes } = JSON.parse(stdout);
    expect(notes).toMatchObject([{ rule: "old-profile", file: "consumers/reader.json", pointer: "/scanned/0" }]);
    expect(`note: ${notes[0].message}`).toContain(TOLD);
  });

  test.each([
    ["reader", '--code: got "reader", want <consumer>=<dir>'],
    ["reader=nowhere", "--code: nowhere does not exist"],
    ["other=.", '--code: no profile is of the consumer "other": want one of reader'],
  ])("is not looked for by --code %s", async (option, says) => {
    const root = await gitRepositoryOf({ [PATH]: moved(), "consumers/reader.json": profileOf() });
    const { code, stderr } = await statehubEvents(["diff", "--code", option], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe("the base", () => {
  let root: string;
  let tarball: string;
  let folder: string;
  const breaking = { [PATH]: moved({ name: { ...text, type: "integer" } }) };

  beforeAll(async () => {
    root = await released();
    folder = await temporaryFolder();
    await cp(join(root, "schemas"), join(folder, "schemas"), { recursive: true });
    // As the contracts package carries them.
    const unpacked = await temporaryFolder();
    const snapshots = join(unpacked, "package/schemas");
    await cp(join(root, "schemas/released"), snapshots, { recursive: true });
    tarball = join(unpacked, "contracts.tgz");
    execFileSync("tar", ["-czf", tarball, "-C", unpacked, "package"]);
    await rm(join(root, "schemas/released"), { recursive: true });
    await writeFiles(root, breaking);
  });

  test.each([
    ["a branch", () => "main"],
    ["a commit", () => git(root, "rev-parse", "HEAD").trim()],
    ["a folder", () => folder],
    ["a package", () => tarball],
  ])("may be %s", async (_name, base) => {
    const { code, codes, events } = await diff(root, "--base", base());
    expect(code).toBe(1);
    expect(codes.filter((one: string) => one === "breaking-change")).toHaveLength(2);
    expect(events[0].comparedWith).toEqual(["1.0.0"]);
  });

  test.each([
    ["a name that means nothing", () => "nothing", "does not exist: want a git ref, a folder, or a package"],
    ["nothing, as an unset variable says it", () => "", 'got "", want a git ref, a folder, or a package'],
    ["an option", () => "--exec=x", '"--exec=x" does not exist'],
    ["a folder without schemas", () => join(root, ".git"), "holds no schemas/"],
    ["a file that is no package", () => join(root, PATH).replace(".json", ".tgz"), "does not exist"],
  ])("may not be %s", async (_name, base, says) => {
    const { code, stderr } = await diff(root, `--base=${base()}`);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });

  test("is where the branch left it: what was added there since is not gone here", async () => {
    const repository = await released();
    git(repository, "switch", "--quiet", "--create", "feature");
    git(repository, "switch", "--quiet", "main");
    await commitFiles(repository, { "schemas/task/closed.v1.json": json(contract("task", "closed")) });
    git(repository, "switch", "--quiet", "feature");
    expect(await diff(repository, "--base", "main")).toMatchObject({ code: 0, codes: [] });
    git(repository, "merge", "--quiet", "--no-edit", "main");
    expect(await diff(repository, "--base", "main")).toMatchObject({ code: 0, codes: [] });
  });

  test("may be without contracts: then all are new", async () => {
    const repository = await gitRepositoryOf({ "README.md": "Nothing yet.\n" });
    await writeFiles(repository, { [PATH]: moved() });
    const { code, events } = await diff(repository, "--base", "main");
    expect(code).toBe(0);
    expect(events).toMatchObject([{ state: "new" }]);
  });

  test("may have contracts that are not in order: then what it released counts, and a note says so", async () => {
    const repository = await released();
    await commitFiles(repository, { [PATH]: "{" });
    await writeFiles(repository, { [PATH]: moved({ name: text }) });
    const { code, stderr } = await statehubEvents(["diff", "--base", "main"], { cwd: repository });
    expect(code).toBe(0);
    expect(stderr).toContain(
      "note: the contracts of main are not in order (schemas/repo/moved.v1.json:1: not valid JSON",
    );
  });

  test("is found from a folder that is not the top of its repository, with spaces in its path", async () => {
    const top = await gitRepositoryOf({ "README.md": "Outer.\n" });
    const inner = join(top, "some events");
    await commitFiles(top, { [`some events/${PATH}`]: moved({ name: text }) });
    await writeFiles(inner, breaking);
    const { code, events } = await diff(inner, "--base", "main");
    expect(code).toBe(1);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ state: "changed", comparedWith: ["1.0.0 of main"] });
  });

  test("is no git ref where there is no repository", async () => {
    const plain = await temporaryFolder();
    await writeFiles(plain, { [PATH]: moved() });
    const { code, stderr } = await diff(plain, "--base", "main");
    expect(code).toBe(2);
    expect(stderr).toContain("is not in a git repository: want a folder or a package");
  });

  test("of a shallow clone is what was fetched, and what was not is said to be missing", async () => {
    const repository = await released();
    await commitFiles(repository, { "README.md": "More.\n" });
    const clone = join(await temporaryFolder(), "clone");
    git(repository, "clone", "--quiet", "--depth=1", `file://${repository}`, clone);
    await writeFiles(clone, breaking);
    expect(await diff(clone, "--base", "origin/main")).toMatchObject({ code: 1 });
    const { code, stderr } = await diff(clone, "--base", "HEAD~1");
    expect(code).toBe(2);
    expect(stderr).toContain("this clone is shallow: fetch it first, in GitHub Actions with fetch-depth: 0");
  });
});

describe("what was released", () => {
  const snapshot = "schemas/released/repo/moved/1.0.0.json";
  const cases: [name: string, change: (root: string) => Promise<void>, code: string][] = [
    ["edited", (root) => edit(root, snapshot, '"string"', '"integer"'), "released-edited"],
    ["removed", (root) => rm(join(root, snapshot)), "released-missing"],
    [
      "renamed",
      (root) => rename(join(root, snapshot), join(root, snapshot.replace("1.0.0", "1.0.1"))),
      "released-place",
    ],
    ["unlocked", (root) => rm(join(root, "schemas/released/digests.json")), "released-unlocked"],
  ];

  async function edit(root: string, path: string, from: string, to: string): Promise<void> {
    const before = git(root, "show", `HEAD:${path}`);
    await writeFile(join(root, path), before.replace(from, to));
  }

  test.each(cases)("may not be %s", async (_name, change, code) => {
    const root = await released();
    await change(root);
    expect((await diff(root)).codes).toContain(code);
    expect((await statehubEvents(["release"], { cwd: root })).code).toBe(1);
  });

  test("may not be edited together with its lock, or removed with it", async () => {
    const root = await released();
    await rm(join(root, "schemas/released"), { recursive: true });
    expect(await diff(root, "--base", "main")).toMatchObject({ code: 1, codes: ["released-missing"] });
    await writeFiles(root, { [PATH]: moved({ name: text, more: text }) });
    expect((await statehubEvents(["release"], { cwd: root })).code).toBe(0);
    expect(await diff(root, "--base", "main")).toMatchObject({ code: 1, codes: ["released-edited"] });
  });

  test("may have other line ends", async () => {
    const root = await released();
    for (const path of [snapshot, PATH, "schemas/released/digests.json"]) {
      await writeFile(join(root, path), git(root, "show", `HEAD:${path}`).replaceAll("\n", "\r\n"));
    }
    expect(await diff(root, "--base", "main")).toMatchObject({ code: 0, codes: [], events: [{ state: "unchanged" }] });
  });

  test("keeps its contract: one that is gone, or has another name now, is missed", async () => {
    const root = await released();
    const renamed: Files = { "schemas/repo/renamed.v1.json": json(contract("repo", "renamed")) };
    await rm(join(root, PATH));
    await writeFiles(root, renamed);
    const { code, codes } = await diff(root, "--base", "main");
    expect({ code, codes }).toEqual({ code: 1, codes: ["contract-removed"] });
  });
});
