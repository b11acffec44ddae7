import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ran, statehubEvents } from "./support/command.ts";
import { contract, json, lineOf } from "./support/contracts.ts";
import { copyOfSchemas, type Files, temporaryFolder, writeFiles } from "./support/repository.ts";
import { changedPaths, treeOf } from "./support/tree.ts";

const FILE = "schemas/task/moved.v1.json";
const properties = {
  task_id: { type: "string", maxLength: 40, description: "The task's id." },
  title: { type: "string", description: "What it is called." },
};
/** One warning: its title has no bound. */
const unbounded = json(contract("task", "moved", { properties, required: ["task_id"] }));
const fine = json(contract("task", "moved"));
const TODAY = ["--today", "2026-06-01"];

interface Report {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly fixed: readonly string[];
  readonly diagnostics: readonly { code: string; severity: string; file: string; line: number; pointer: string }[];
  readonly waived: readonly { code: string }[];
}

async function folderOf(files: Files): Promise<string> {
  const root = await temporaryFolder();
  await writeFiles(root, files);
  return root;
}

const lint = (cwd: string, ...args: string[]): Promise<Ran> => statehubEvents(["lint", ...TODAY, ...args], { cwd });

async function report(cwd: string, ...args: string[]): Promise<Report & { code: number | null }> {
  const { code, stdout } = await lint(cwd, "--json", ...args);
  return { code, ...(JSON.parse(stdout) as Report) };
}

const waiver = (more: object = {}): string =>
  json({
    waivers: [
      {
        rule: "unbounded",
        file: FILE,
        pointer: "/properties/title",
        reason: "The tracker has no limit yet.",
        until: "2026-12-31",
        ...more,
      },
    ],
  });

describe("the contracts of a repository", () => {
  test("pass where they are in order: those of this repository do, without a warning", async () => {
    const { code, stdout, stderr } = await lint(await copyOfSchemas(), "--max-warnings", "0");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^0 errors, 0 warnings in 13 files, [\d.]+ s\n$/);
  });

  test("fail with file, line, rule, pointer, what is wrong and what to do", async () => {
    const text = json(
      contract("task", "moved", { properties: { ...properties, owner: { type: "integer", minLength: 1 } } }),
    );
    const { code, stdout, stderr } = await lint(await folderOf({ [FILE]: text }));
    expect(code).toBe(1);
    expect(stderr).toContain(`${FILE}:${lineOf(text, "minLength")}:7 error inapplicable-keyword\n`);
    expect(stderr).toContain('"minLength" is about strings, and the type here is integer');
    expect(stderr).toContain("at:  /properties/owner/minLength\n    fix: ");
    expect(stderr).toContain(`${FILE}:${lineOf(text, '"owner": {')}:5 error missing-description\n`);
    expect(stderr).toContain("warning unbounded\n");
    expect(stdout).toMatch(/^2 errors, 1 warning in 1 file, [\d.]+ s\nexplain a rule with /);
  });

  test("that reading cannot use are reported by the same command, once", async () => {
    const text = json(contract("task", "moved", { title: "Moved" }));
    const { code, diagnostics } = await report(await folderOf({ [FILE]: text }));
    expect(code).toBe(1);
    expect(diagnostics.map(({ code: rule }) => rule)).toEqual(["wrong-title"]);
  });

  test("of which there are none are an error: a check of nothing never passes", async () => {
    const { code, files, diagnostics } = await report(await folderOf({ "schemas/readme.md": "" }));
    expect({ code, files }).toEqual({ code: 1, files: 0 });
    expect(diagnostics.map(({ code: rule }) => rule)).toEqual(["no-contracts"]);
  });

  test("have examples that are judged as generate judges them, formats too", async () => {
    const at = { type: "string", format: "date-time", description: "When it was moved." };
    const given = { ...properties, title: { ...properties.title, maxLength: 9 }, at };
    const times = ["2025-01-31T10:00:00Z", "2025-02-30T10:00:00Z", "2025-01-31 10:00:00Z", "2016-12-31T23:59:60Z"];
    const examples = times.map((time) => ({ task_id: "a", at: time }));
    const root = await copyOfSchemas();
    await writeFiles(root, {
      [FILE]: json(contract("task", "moved", { properties: given, required: ["task_id"], examples })),
    });
    const pointers = (found: Report["diagnostics"]): string[] =>
      found.filter((one) => one.code === "invalid-example").map(({ pointer }) => pointer);
    const generated = await statehubEvents(["generate", "--json"], { cwd: root });
    const expected = pointers((JSON.parse(generated.stdout) as Report).diagnostics);
    expect(expected.length).toBeGreaterThan(0);
    expect(pointers((await report(root)).diagnostics)).toEqual(expected);
  });

  test("that were released and edited are found", async () => {
    const path = "schemas/released/task/moved/1.0.0.json";
    const snapshot = json(contract("task", "moved", { $id: "https://schemas.statehub.org/task/moved/1.0.0" }));
    const lock = json({ "task/moved/1.0.0": `sha256:${"0".repeat(64)}` });
    const root = await folderOf({ [FILE]: fine, [path]: snapshot, "schemas/released/digests.json": lock });
    const { code, diagnostics } = await report(root);
    expect(code).toBe(1);
    expect(diagnostics).toMatchObject([{ code: "released-edited", file: path }]);
  });
});

describe("warnings", () => {
  test("do not fail by themselves", async () => {
    const { code, errors, warnings, diagnostics } = await report(await folderOf({ [FILE]: unbounded }));
    expect({ code, errors, warnings }).toEqual({ code: 0, errors: 0, warnings: 1 });
    expect(diagnostics).toMatchObject([{ code: "unbounded", severity: "warning", pointer: "/properties/title" }]);
  });

  test("fail where there are more than allowed", async () => {
    const root = await folderOf({ [FILE]: unbounded });
    expect((await lint(root, "--max-warnings", "1")).code).toBe(0);
    const { code, stdout } = await lint(root, "--max-warnings", "0");
    expect(code).toBe(1);
    expect(stdout).toContain("more warnings than --max-warnings 0 allows");
  });
});

describe("a waiver", () => {
  const waivers = "schemas/waivers.json";

  test("waives what it names until its day, and is counted", async () => {
    const root = await folderOf({ [FILE]: unbounded, [waivers]: waiver() });
    const { code, warnings, waived } = await report(root, "--max-warnings", "0");
    expect({ code, warnings }).toEqual({ code: 0, warnings: 0 });
    expect(waived).toMatchObject([{ code: "unbounded" }]);
    expect((await lint(root)).stdout).toContain("1 waived (schemas/waivers.json)");
    expect((await report(root, "--today", "2026-12-31")).code).toBe(0);
  });

  test("that has expired fails, and what it waived is back", async () => {
    const { code, diagnostics } = await report(
      await folderOf({ [FILE]: unbounded, [waivers]: waiver({ until: "2026-05-31" }) }),
    );
    expect(code).toBe(1);
    expect(diagnostics).toMatchObject([
      { code: "unbounded", file: FILE },
      { code: "expired-waiver", severity: "error", file: waivers, line: 8, pointer: "/waivers/0/until" },
    ]);
  });

  test.each([
    ["where nothing is wrong any more", fine, {}],
    ["at another place", unbounded, { pointer: "/properties/task_id" }],
    ["of another rule", unbounded, { rule: "snake-case" }],
    ["of another file", unbounded, { file: "schemas/task/gone.v1.json" }],
  ])("that is unused fails: %s", async (_where, text, more) => {
    const { code, diagnostics } = await report(await folderOf({ [FILE]: text, [waivers]: waiver(more) }));
    expect(code).toBe(1);
    expect(diagnostics).toContainEqual(expect.objectContaining({ code: "unused-waiver", pointer: "/waivers/0" }));
  });

  test.each([
    ["without a reason", waiver({ reason: " " }), "/waivers/0/reason"],
    ["without an end", waiver({ until: undefined }), "/waivers/0/until"],
    ["of a day that there is not", waiver({ until: "2026-02-30" }), "/waivers/0/until"],
    ["of a rule that there is not", waiver({ rule: "unbound" }), "/waivers/0/rule"],
    ["of what makes a contract unusable", waiver({ rule: "missing-reference" }), "/waivers/0/rule"],
    ["with a member too many", waiver({ owner: "me" }), "/waivers/0/owner"],
    ["that is no list", "[]", ""],
  ])("%s is refused", async (_what, text, pointer) => {
    const { code, diagnostics } = await report(await folderOf({ [FILE]: unbounded, [waivers]: text }));
    expect(code).toBe(1);
    expect(diagnostics.filter((one) => one.code === "waivers-file").map((one) => one.pointer)).toEqual([pointer]);
  });

  test("is no contract to generate", async () => {
    const root = await copyOfSchemas();
    await writeFiles(root, { [waivers]: json({ waivers: [] }) });
    expect((await statehubEvents(["generate"], { cwd: root })).code).toBe(0);
  });
});

describe("--fix", () => {
  const broken = contract("task", "moved", {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "https://schemas.statehub.org/task/move.v1",
    title: undefined,
    additionalProperties: false,
  });

  test("puts right what has one remedy, keeps the layout, and leaves nothing to find", async () => {
    const compact = json(broken).replace(/"required": \[\s*"task_id"\s*\]/, '"required": ["task_id"]');
    const root = await folderOf({ [FILE]: compact });
    const { code, fixed, diagnostics } = await report(root, "--fix");
    expect({ code, fixed, diagnostics }).toEqual({ code: 0, fixed: [FILE], diagnostics: [] });
    const expected = json(contract("task", "moved")).replace(
      /"required": \[\s*"task_id"\s*\]/,
      '"required": ["task_id"]',
    );
    expect(await readFile(join(root, FILE), "utf8")).toBe(expected);
  });

  test("takes out several waivers that waive nothing", async () => {
    const { waivers } = JSON.parse(waiver()) as { waivers: object[] };
    const used = waivers[0] as object;
    const unused = [{ ...used, pointer: "/a" }, used, { ...used, pointer: "/b" }, { ...used, pointer: "/c" }];
    const root = await folderOf({ [FILE]: unbounded, "schemas/waivers.json": json({ waivers: unused }) });
    expect((await report(root, "--fix")).code).toBe(0);
    expect(await readFile(join(root, "schemas/waivers.json"), "utf8")).toBe(waiver());
  });

  test("reports what it leaves, and changes nothing where nothing has one remedy", async () => {
    const root = await folderOf({ [FILE]: unbounded });
    const before = treeOf(root);
    const { warnings, fixed } = await report(root, "--fix");
    expect({ warnings, fixed }).toEqual({ warnings: 1, fixed: [] });
    expect(changedPaths(before, treeOf(root))).toEqual([]);
  });
});

describe("schemas of anybody's", () => {
  const files = {
    "a/one.json": '{ "$schema": "http://json-schema.org/draft-07/schema#", "type": "string", "mexLength": 3 }',
    "a/two.yaml":
      "$schema: http://json-schema.org/draft-04/schema#\ntype: object\nproperties:\n  n:\n    type: integer\n    minLength: 1\n",
    "a/vendor/jsonschema/1-0-0": '{ "$schema": "http://vendor.example/schema#", "type": "object", "required": [] }',
    "a/package.json": '{ "name": "a" }',
  };
  const profile = ["--profile", "json-schema"];

  test("are found in folders, JSON and YAML, and held to rules that hold for every schema", async () => {
    const { code, files: count, diagnostics } = await report(await folderOf(files), ...profile, "a");
    expect({ code, count }).toEqual({ code: 1, count: 3 });
    expect(diagnostics.map(({ code: rule, file, line }) => [rule, file, line])).toEqual([
      ["unknown-keyword", "a/one.json", 1],
      ["inapplicable-keyword", "a/two.yaml", 6],
    ]);
  });

  test("are read as the draft that they name, else as --dialect says", async () => {
    const { diagnostics } = await report(await folderOf(files), ...profile, "--dialect", "draft-04", "a/vendor");
    expect(diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual([["keyword-value", "/required"]]);
  });

  test("that are named one by one are schemas, whatever is in them", async () => {
    const root = await folderOf({ "x.txt": '{ "mexLength": 3 }', "y.json": "[]" });
    const { diagnostics } = await report(root, ...profile, "x.txt", "y.json");
    expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ["unknown-keyword", "x.txt"],
      ["not-an-object", "y.json"],
    ]);
  });

  test("of which there are none are an error", async () => {
    const { code, stderr } = await lint(await folderOf({ "a/package.json": '{ "name": "a" }' }), ...profile, "a");
    expect(code).toBe(1);
    expect(stderr).toContain("no schema found in a");
  });
});

describe("rules", () => {
  test("are listed, with severity and description", async () => {
    const { code, stdout } = await lint(await temporaryFolder(), "--rules");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^unbounded +warning +contract +strings and arrays have an upper bound$/m);
    expect(stdout).toMatch(/^closed-contract +error +contract +fix +\S/m);
    const listed = JSON.parse((await lint(await temporaryFolder(), "--rules", "--json")).stdout) as { id: string }[];
    expect(listed).toHaveLength(stdout.trim().split("\n").length);
  });

  test("are explained by their page", async () => {
    const { code, stdout } = await lint(await temporaryFolder(), "--explain", "nullable-enum");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# nullable-enum\n[\s\S]*\n## Wrong\n[\s\S]*\n## Right\n/);
  });
});

describe("a wrong command line says what is wrong and exits with 2", () => {
  test.each([
    [["--profile", "other"], '--profile: got "other", want "contract" or "json-schema"'],
    [["a.json"], "files are named with --profile json-schema only"],
    [["--profile", "json-schema"], "name the files or folders to check"],
    [["--profile", "json-schema", "nowhere"], "nowhere does not exist"],
    [["--profile", "json-schema", "--fix", "."], "--fix is for --profile contract"],
    [["--profile", "json-schema", "--dialect", "draft-03", "."], '--dialect: got "draft-03", want one of draft-04'],
    [["--dialect", "draft-04"], "--dialect is for --profile json-schema"],
    [["--max-warnings", "many"], '--max-warnings: got "many"'],
    [["--today", "2026-02-30"], '--today: got "2026-02-30"'],
    [["--explain", "nothing"], 'no rule "nothing"'],
  ])("%j", async (args, says) => {
    const { code, stdout, stderr } = await statehubEvents(["lint", ...args], { cwd: await copyOfSchemas() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
  });

  test("lint --help explains every option", async () => {
    const { code, stdout } = await lint(await temporaryFolder(), "--help");
    expect(code).toBe(0);
    for (const option of ["--profile <name>", "--fix", "--max-warnings <n>", "--today <date>", "--rules", "--json"]) {
      expect(stdout).toContain(`\n  ${option} `);
    }
  });
});
