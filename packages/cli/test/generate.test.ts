import { symlinkSync } from "node:fs";
import { cp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ran, statehubEvents } from "./support/command.ts";
import { contract, json } from "./support/contracts.ts";
import { copyOfSchemas, repositoryOf, temporaryFolder, writeFiles } from "./support/repository.ts";
import { changedPaths, treeOf } from "./support/tree.ts";

interface Repository {
  readonly root: string;
  readonly generate: (...args: string[]) => Promise<Ran>;
  readonly read: (path: string) => Promise<string>;
}

/** A repository, by default with a copy of the schemas of this one and nothing generated. */
async function repository(made: Promise<string> = copyOfSchemas()): Promise<Repository> {
  const root = await made;
  return {
    root,
    generate: (...args) => statehubEvents(["generate", "--root", root, ...args]),
    read: (path) => readFile(join(root, path), "utf8"),
  };
}

const types = "packages/events-contracts/src/gen/repo/registered.v1.ts";
const page = "event-types/org.statehub.repo.registered.md";
const validator = "packages/events-contracts/validators/repo/registered.v1.js";

describe.concurrent("generate", () => {
  test("writes types, validators, the publisher and the registry, and says how many files", async () => {
    const { root, generate, read } = await repository();
    const before = treeOf(root);
    const { code, stdout, stderr } = await generate();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const written = changedPaths(before, treeOf(root));
    expect(stdout).toMatch(
      new RegExp(`^\\d+ contract files read: ${written.length} written, 0 removed, 0 unchanged in [\\d.]+ s\\n$`),
    );
    expect(written).toEqual(expect.arrayContaining([types, page, validator, "docs/nats-event-subjects.md"]));
    expect(await read("docs/nats-event-subjects.md")).toContain("Written by hand.");
  });

  test("writes nothing the second time, with and without its record of the first", async () => {
    const { root, generate } = await repository();
    await generate();
    const before = treeOf(root);
    for (const options of [[], ["--no-cache"]]) {
      expect((await generate(...options)).stdout).toMatch(/: 0 written, 0 removed, \d+ unchanged in/);
      expect(treeOf(root)).toEqual(before);
    }
  });

  test("writes the same bytes in another folder, which has a space in its name", async () => {
    const { root, generate } = await repository();
    const elsewhere = join(await temporaryFolder(), "my repo");
    await cp(root, elsewhere, { recursive: true });
    await generate();
    expect(await statehubEvents(["generate"], { cwd: elsewhere })).toMatchObject({ code: 0, stderr: "" });
    expect(treeOf(elsewhere)).toEqual(treeOf(root));
  });

  test("repairs what was edited or deleted, though its record says that it made it", async () => {
    const { root, generate } = await repository();
    await generate();
    const before = treeOf(root);
    await writeFiles(root, { [types]: "// edited", [validator]: "// edited" });
    await rm(join(root, page));
    expect((await generate()).stdout).toContain(": 3 written, 0 removed,");
    expect(treeOf(root)).toEqual(before);
  });

  test("works with a record that is not JSON", async () => {
    const { root, generate } = await repository();
    await writeFiles(root, { "node_modules/.cache/statehub-events/generate.json": '{"' });
    expect(await generate()).toMatchObject({ code: 0, stderr: "" });
  });

  test("removes what is left over of a contract that is gone", async () => {
    const { root, generate } = await repository();
    const fresh = await repository();
    await generate();
    for (const folder of [root, fresh.root]) await rm(join(folder, "schemas/task/stale.v1.json"));
    expect((await generate()).stdout).toContain(", 5 removed,");
    await fresh.generate();
    expect(treeOf(root)).toEqual(treeOf(fresh.root));
  });

  test("never deletes a file without its mark beside what it commits", async () => {
    const { root, generate, read } = await repository();
    const own = { "event-types/NOTES.md": "# Notes\n", "packages/events-contracts/src/gen/own.ts": "export {};\n" };
    await writeFiles(root, own);
    await generate();
    expect((await generate("--check")).code).toBe(0);
    for (const [path, text] of Object.entries(own)) expect(await read(path)).toBe(text);
  });

  test.each([
    ["committed", "built"],
    ["built", "committed"],
  ])("--only %s leaves what is %s alone", async (part, other) => {
    const { root, generate } = await repository();
    const isBuilt = (path: string): boolean => /^packages\/events-contracts\/(validators|schemas)\//.test(path);
    const before = treeOf(root);
    await generate("--only", part);
    const written = changedPaths(before, treeOf(root));
    expect(written.length).toBeGreaterThan(0);
    expect(written.map(isBuilt)).not.toContain(other === "built");
    await generate("--only", other);
    const both = treeOf(root);
    await generate();
    expect(treeOf(root)).toEqual(both);
  });

  test("--quiet says nothing when all is well, and what is wrong when it is not", async () => {
    const { root, generate } = await repository();
    expect(await generate("--quiet")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    await writeFiles(root, { "schemas/repo/registered.v1.json": "{" });
    const { code, stderr } = await generate("--quiet");
    expect(code).toBe(1);
    expect(stderr).toContain("schemas/repo/registered.v1.json:1:2 error json-syntax");
  });

  test("--json prints one JSON value to stdout and nothing else, whether all is well or not", async () => {
    const { root, generate } = await repository();
    const first = await generate("--json");
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const result = JSON.parse(first.stdout);
    expect(result).toMatchObject({ removed: [], unchanged: 0, diagnostics: [], seconds: expect.any(Number) });
    expect(result.written).toEqual(expect.arrayContaining([types, page, validator]));
    await writeFiles(root, { "schemas/repo/registered.v1.json": "{" });
    const second = await generate("--json");
    expect(second).toMatchObject({ code: 1, stderr: "" });
    expect(JSON.parse(second.stdout)).toMatchObject({
      written: [],
      removed: [],
      diagnostics: [{ code: "json-syntax" }],
    });
  });

  test("makes the same of contracts with CRLF line ends", async () => {
    const { root, generate, read } = await repository();
    await generate();
    const before = treeOf(root);
    const file = "schemas/repo/registered.v1.json";
    await writeFiles(root, { [file]: (await read(file)).replaceAll("\n", "\r\n") });
    expect(await generate("--no-cache")).toMatchObject({ code: 0, stderr: "" });
    expect(changedPaths(before, treeOf(root))).toEqual([file]);
  });

  test("reads contracts through symbolic links to files and to folders", async () => {
    const { root, generate } = await repository();
    await generate();
    const before = treeOf(root);
    await rename(join(root, "schemas/repo/registered.v1.json"), join(root, "linked.json"));
    symlinkSync("../../linked.json", join(root, "schemas/repo/registered.v1.json"));
    await rename(join(root, "schemas/common"), join(root, "linked"));
    symlinkSync("../linked", join(root, "schemas/common"));
    expect((await generate("--no-cache")).stdout).toContain(": 0 written, 0 removed,");
    expect(changedPaths(before, treeOf(root)).filter((path) => !/^(schemas|linked)/.test(path))).toEqual([]);
  });

  test("may run twice at the same time", async () => {
    const { root, generate } = await repository();
    const runs = await Promise.all([generate(), generate()]);
    expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toEqual(runs.map(() => ({ code: 0, stderr: "" })));
    const before = treeOf(root);
    expect((await generate("--no-cache")).stdout).toContain(": 0 written, 0 removed,");
    expect(treeOf(root)).toEqual(before);
  });

  test("takes no part in what was released", async () => {
    const { root, generate } = await repository();
    await generate();
    await writeFiles(root, { "schemas/released/repo/registered/1.0.0.json": "not even JSON" });
    expect((await generate()).stdout).toContain(": 0 written, 0 removed,");
  });
});

describe.concurrent("generate --check", () => {
  test("succeeds after generate, and counts what it compared", async () => {
    const { generate } = await repository();
    await generate();
    const { code, stdout } = await generate("--check");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^up to date: \d+ contract files read, \d+ generated files checked in [\d.]+ s\n$/);
  });

  test("needs no built files and no record", async () => {
    const { root, generate } = await repository();
    await generate("--only", "committed");
    await rm(join(root, "node_modules"), { recursive: true });
    const before = treeOf(root);
    expect((await generate("--check")).code).toBe(0);
    expect(treeOf(root)).toEqual(before);
  });

  test("fails with the names of stale, missing and left-over files, and writes nothing", async () => {
    const { root, generate, read } = await repository();
    await generate();
    const leftOver = "packages/events-contracts/src/gen/repo/lost.v1.ts";
    await writeFiles(root, {
      [leftOver]: "// @generated from schemas/repo/lost.v1.json\n",
      [types]: `${await read(types)}\n`,
    });
    await rm(join(root, page));
    const before = treeOf(root);

    const { code, stdout, stderr } = await generate("--check");

    expect(code).toBe(1);
    expect(stderr).toContain(`${types}:1:1 error stale-file\n    the generated file is out of date\n    fix: `);
    expect(stderr).toContain(`${page}:1:1 error stale-file\n    the generated file is missing\n`);
    expect(stderr).toContain(`${leftOver}:1:1 error stale-file\n    the generated file is left over\n`);
    expect(stderr.match(/ error /g)).toHaveLength(3);
    expect(stdout).toMatch(/^3 problems; \d+ contract files read\n$/);
    expect(treeOf(root)).toEqual(before);
    await generate();
    expect((await generate("--check")).code).toBe(0);
  });

  test("names the document whose table of subjects is stale", async () => {
    const { root, generate, read } = await repository();
    await generate();
    const path = "docs/nats-event-subjects.md";
    await writeFiles(root, { [path]: (await read(path)).replaceAll("team-custodian", "team-elsewhere") });
    const { diagnostics } = JSON.parse((await generate("--check", "--json")).stdout);
    expect(diagnostics).toMatchObject([{ code: "stale-file", file: path }]);
  });

  test("fails after a contract was added and not generated", async () => {
    const files = { "schemas/tool/installed.v1.json": json(contract("tool", "installed")) };
    const { root, generate } = await repository(repositoryOf(files));
    await generate();
    await writeFiles(root, { "schemas/tool/removed.v1.json": json(contract("tool", "removed")) });
    const { diagnostics } = JSON.parse((await generate("--check", "--json")).stdout);
    const named = diagnostics.map(({ file }: { file: string }) => file);
    expect(named).toContain("packages/events-contracts/src/gen/tool/removed.v1.ts");
    expect(named).toContain("event-types/org.statehub.tool.removed.md");
    expect(named).not.toContain("packages/events-contracts/src/gen/tool/installed.v1.ts");
  });
});
