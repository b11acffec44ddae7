import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ran, statehubEvents } from "./support/command.ts";
import { lineOf } from "./support/contracts.ts";
import { copyOfSchemas, writeFiles } from "./support/repository.ts";
import { changedPaths, treeOf } from "./support/tree.ts";

interface Repository {
  readonly root: string;
  readonly run: (...args: string[]) => Promise<Ran>;
  readonly read: (path: string) => Promise<string>;
}

/** A copy of this repository's schemas. */
async function repository(): Promise<Repository> {
  const root = await copyOfSchemas();
  return {
    root,
    run: (...args) => statehubEvents([...args, "--root", root]),
    read: (path) => readFile(join(root, path), "utf8"),
  };
}

const archived = "schemas/repo/archived.v1.json";
const staleV2 = "schemas/task/stale.v2.json";
const upcaster = "packages/events-contracts/src/upcasters/task/stale.v1-v2.ts";
/** All that can be said of an event beforehand. */
const ALL = [
  ...["--owner", "team-custodian", "--description", "A repository was archived.", "--when", "In its transaction."],
  ...["--field", "repo_id:uuid The repository's id in the hub.", "--field", "level:low|high How bad it is."],
];

describe.concurrent("new", () => {
  test("begins a contract that only lacks what a person must write, and says where that is", async () => {
    const { root, run, read } = await repository();
    const before = treeOf(root);
    const { code, stdout } = await run(
      "new",
      "repo.archived",
      "--field",
      "repo_id:uuid The id.",
      "--field",
      "note?:text",
    );
    expect(code).toBe(0);
    expect(changedPaths(before, treeOf(root))).toEqual([archived]);
    const text = await read(archived);
    const places = ["/description", "/x-event/emittedWhen", "/properties/note/description", "/examples/0/note"];
    const listed = stdout.split("\n").flatMap((line) => /^ {2}(\S+):(\d+):\d+ (\S+)$/.exec(line)?.slice(1) ?? []);
    const lines = ["TODO: what happened", '"emittedWhen"', "TODO: what `note`", "TODO: note"].map((one) =>
      lineOf(text, one),
    );
    expect(listed).toEqual(places.flatMap((pointer, i) => [archived, String(lines[i]), pointer]));
    expect(JSON.parse(text)).toMatchObject({
      title: "RepoArchived",
      "x-event": { owner: "team-custodian", lifecycle: "proposed", version: "1.0.0", key: "/repo_id" },
      required: ["repo_id"],
    });
    expect(await run("generate", "--only", "built")).toMatchObject({ code: 0, stderr: "" });
  });

  test("begins one that lacks nothing, where everything was said", async () => {
    const { run, root } = await repository();
    const { code, stdout } = await run("new", "org.statehub.repo.archived", ...ALL, "--json");
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      written: [archived],
      unwritten: [],
      next: [`edit ${archived}`, "npm run generate"],
      diagnostics: [],
    });
    expect(await readFile(join(root, archived), "utf8")).not.toContain("TODO");
    expect(await run("generate")).toMatchObject({ code: 0, stderr: "" });
  });

  test("asks that a new folder be given to its team, where people are asked by folder", async () => {
    const { root, run } = await repository();
    await writeFiles(root, { ".github/CODEOWNERS": "/schemas/repo/ @statehub/team-custodian\n" });
    const step = "to .github/CODEOWNERS";
    expect((await run("new", "repo.archived", ...ALL)).stdout).not.toContain(step);
    expect((await run("new", "invoice.paid", ...ALL)).stdout).toContain(`add /schemas/invoice/ and its team ${step}`);
  });

  test("says where its names are nearly those of others", async () => {
    const { run } = await repository();
    const fields = ["--field", "repo_id:uuid The id.", "--field", "visibilty:string V."];
    const { code, stderr } = await run("new", "repo.registred", ...fields);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('like "org.statehub.repo.registered"'),
    });
    expect(stderr).toContain('like "visibility"');
  });

  test("overwrites nothing, and then writes nothing", async () => {
    const { root, run } = await repository();
    await run("new", "repo.archived", ...ALL);
    await writeFiles(root, { [upcaster]: "// mine" });
    const before = treeOf(root);
    const again = await run("new", "repo.archived", ...ALL);
    expect(again).toMatchObject({
      code: 1,
      stdout: "nothing written\n",
      stderr: expect.stringContaining("file-exists"),
    });
    // Its upcaster is there: the contract is not written either.
    const both = await run("new", "task.stale.v2", "--rename", "title=summary");
    expect(both).toMatchObject({ code: 1, stderr: expect.stringContaining(`${upcaster} is already there`) });
    expect(treeOf(root)).toEqual(before);
  });

  test("begins nothing beside a contract that is wrong", async () => {
    const { root, run } = await repository();
    await writeFiles(root, { "schemas/repo/moved.v1.json": "{" });
    const before = treeOf(root);
    expect(await run("new", "repo.archived", ...ALL)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("json-syntax"),
    });
    expect(treeOf(root)).toEqual(before);
  });

  test.each([
    ["no type", [], "want the type of an event"],
    ["a type that is no past participle", ["repo.archive"], 'got verb "archive"'],
    ["a noun without an owner", ["invoice.paid"], "--owner is missing"],
    ["a misspelt type of a field", ["repo.archived", "--field", "a:strnig"], 'did you mean "string"?'],
    ["a field twice", ["repo.archived", "--field", "a:date", "--field", "a:date"], '"a" is given twice'],
    [
      "a team that cannot be one",
      ["repo.archived", "--owner", "Team X"],
      'owner: got "Team X", want the name of a team',
    ],
    ["a key that is no field", ["repo.archived", "--key", "b", "--field", "a_id:uuid"], 'got "b", want one of a_id'],
    ["a later major of nothing", ["repo.archived.v2"], "no major before it"],
    ["a rename in a first major", ["repo.archived", "--rename", "a=b"], "about the major before"],
    ["a rename of nothing", ["task.stale.v2", "--rename", "tilte=summary"], 'got field "tilte"'],
    ["the removal of the key", ["task.stale.v2", "--remove", "task_id"], "holds the key /task_id"],
    ["a name that is there already", ["task.stale.v2", "--rename", "title=url"], 'two fields "url"'],
  ])("refuses %s", async (_, args, words) => {
    const { root, run } = await repository();
    const before = treeOf(root);
    expect(await run("new", ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
    expect(treeOf(root)).toEqual(before);
  });
});

describe.concurrent("new, asking", () => {
  const ask = (root: string, stdin: string, ...args: string[]): Promise<Ran> =>
    statehubEvents(["new", "--interactive", ...args, "--root", root], { stdin });

  test("asks for what it was not told, and again where an answer cannot be used", async () => {
    const { root, read } = await repository();
    const answers = [
      ...["repo.archive", "repo.archived", "", "A repository was archived.", "In its transaction."],
      ...["repo_id:uid", "repo_id:uuid The id.", "note?:text A note.", "", ""],
    ];
    const { code, stderr } = await ask(root, `${answers.join("\n")}\n`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('got verb "archive"') });
    expect(stderr).toContain('did you mean "uuid"?');
    const contract = JSON.parse(await read(archived));
    expect(contract).toMatchObject({
      description: "A repository was archived.",
      "x-event": { owner: "team-custodian", emittedWhen: "In its transaction.", key: "/repo_id" },
      required: ["repo_id"],
    });
    expect(Object.keys(contract.properties)).toEqual(["repo_id", "note"]);
  });

  test("asks again for a team that cannot be one", async () => {
    const { root, read } = await repository();
    const answers = ["The custodians", "team-keeper", "", "", "repo_id:uuid The id.", "", ""];
    const { code, stderr } = await ask(root, `${answers.join("\n")}\n`, "repo.archived");
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('owner: got "The custodians"') });
    expect(JSON.parse(await read(archived))["x-event"]).toMatchObject({ owner: "team-keeper" });
  });

  test("does not ask what a wrong command line said", async () => {
    const { root } = await repository();
    const says = { code: 2, stderr: expect.stringContaining('got verb "archive"') };
    expect(await ask(root, "repo.archived\n", "repo.archive")).toMatchObject(says);
    const { code, stderr } = await ask(root, "", "repo.archived", "--owner", "The custodians");
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('owner: got "The custodians"') });
    expect(stderr).not.toContain("?");
  });

  test("does not ask for what it was told", async () => {
    const { root } = await repository();
    expect(await ask(root, "\n", "repo.archived", ...ALL)).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining("Which team"),
    });
  });

  test("writes nothing when the answers end too early", async () => {
    const { root } = await repository();
    const before = treeOf(root);
    expect(await ask(root, "repo.archived\n")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("nothing is written"),
    });
    expect(treeOf(root)).toEqual(before);
  });
});

describe.concurrent("new, of a later major", () => {
  test("makes the changes that it is told, in fields, examples and upcaster", async () => {
    const { run, read } = await repository();
    const changes = [
      "--rename",
      "title=summary",
      "--remove",
      "blocked_reason",
      "--field",
      "escalations:integer=0 How often.",
    ];
    expect(await run("new", "task.stale.v2", ...changes)).toMatchObject({ code: 0, stderr: "" });
    const contract = JSON.parse(await read(staleV2));
    expect(contract).toMatchObject({
      $id: "https://schemas.statehub.org/task/stale.v2",
      title: "TaskStaleV2",
      "x-event": { type: "org.statehub.task.stale.v2", version: "2.0.0", lifecycle: "proposed" },
      examples: [{ summary: expect.any(String), escalations: 1 }, {}],
    });
    // One of them was invalid by what was removed.
    const whys = contract["x-invalid-examples"].map(({ why }: { why: string }) => why);
    expect(whys.length).toBeGreaterThan(0);
    expect(whys.filter((why: string) => why.includes("blocked_reason"))).toEqual([]);
    const text = await read(upcaster);
    expect(text).toContain("upcast({ title, blocked_reason, ...same }) {");
    expect(text).not.toContain("TODO");
    expect(await run("generate")).toMatchObject({ code: 0, stderr: "" });
  });

  test("begins the upcaster from the difference, once the contract was edited", async () => {
    const { root, run, read } = await repository();
    const first = await run("new", "task.stale.v2");
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining("run the same command again") });
    expect(await run("generate")).toMatchObject({ code: 1, stderr: expect.stringContaining("missing-upcaster") });
    const text = await read(staleV2);
    await writeFiles(root, { [staleV2]: text.replaceAll('"reference"', '"short_reference"') });
    const second = await run("new", "task.stale.v2");
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining(`written: ${upcaster}`) });
    expect(await read(upcaster)).toContain("// A guess: it was `reference`.");
    expect(await run("generate")).toMatchObject({ code: 0, stderr: "" });
    expect(await run("new", "task.stale.v2")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("file-exists"),
    });
  });
});
