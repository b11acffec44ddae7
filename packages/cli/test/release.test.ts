import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { statehubEvents } from "./support/command.ts";
import { contract, json } from "./support/contracts.ts";
import { repositoryOf, writeFiles } from "./support/repository.ts";
import { changedPaths, treeOf } from "./support/tree.ts";

const PATH = "schemas/repo/moved.v1.json";
const text = { type: "string", maxLength: 9, description: "A text." };

function moved(properties: object, version = "1.0.0", event: object = {}): string {
  const base = contract("repo", "moved") as { properties: object; "x-event": object };
  const xEvent = { ...base["x-event"], version, ...event };
  return json({ ...base, "x-event": xEvent, properties: { ...base.properties, ...properties } });
}

const packages = Object.fromEntries(
  ["events-contracts", "events-publisher"].map((name) => [
    `packages/${name}/package.json`,
    json({ name: `@statehub/${name}`, version: "0.1.0" }),
  ]),
);

describe("release", () => {
  test("freezes, locks, tells what changed and declares the bump; a second run changes nothing", async () => {
    const root = await repositoryOf({ ...packages, [PATH]: moved({ name: text }) });
    const first = await statehubEvents(["release", "--no-changeset"], { cwd: root });
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("org.statehub.repo.moved 1.0.0: schemas/released/repo/moved/1.0.0.json");

    await writeFiles(root, { [PATH]: moved({ name: text, more: text }, "1.1.0") });
    const before = treeOf(root);
    expect(await statehubEvents(["release"], { cwd: root })).toMatchObject({ code: 0, stderr: "" });
    const after = treeOf(root);
    const changeset = changedPaths(before, after).find((path) => path.startsWith(".changeset/")) as string;
    expect(changedPaths(before, after)).toEqual([
      changeset,
      "schemas/released/digests.json",
      "schemas/released/repo/moved/1.1.0.json",
      "schemas/released/repo/moved/CHANGELOG.md",
    ]);
    expect(await readFile(join(root, "schemas/released/repo/moved/CHANGELOG.md"), "utf8")).toBe(
      '# org.statehub.repo.moved\n\n## 1.1.0\n\n- `/more`: the optional property "more" was added\n\n## 1.0.0\n\n- First release.\n',
    );
    expect(await readFile(join(root, changeset), "utf8")).toBe(
      '---\n"@statehub/events-contracts": minor\n"@statehub/events-publisher": minor\n---\n\n' +
        '- `org.statehub.repo.moved` 1.1.0: `/more`: the optional property "more" was added\n',
    );

    const second = await statehubEvents(["release"], { cwd: root });
    expect(second).toMatchObject({ code: 0, stderr: "" });
    expect(second.stdout).toContain("nothing to release");
    expect(changedPaths(after, treeOf(root))).toEqual([]);
  });

  test("refuses what lint finds wrong, though it is compatible: what nobody can send, breaks nobody", async () => {
    const root = await repositoryOf({ ...packages, [PATH]: moved({ name: text }) });
    await statehubEvents(["release", "--no-changeset"], { cwd: root });
    const contract = JSON.parse(moved({ name: text }, "1.1.0")) as { readonly required: readonly string[] };
    await writeFiles(root, { [PATH]: json({ ...contract, required: [...contract.required, "gone"] }) });
    const before = treeOf(root);
    const { code, stderr, stdout } = await statehubEvents(["release"], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^refused: \d problems, nothing written\n$/);
    expect(stderr).toContain("undeclared-required");
    expect(changedPaths(before, treeOf(root))).toEqual([]);
  });

  test("declares a patch for what only people read", async () => {
    const root = await repositoryOf({ ...packages, [PATH]: moved({ name: text }) });
    await statehubEvents(["release", "--no-changeset"], { cwd: root });
    await writeFiles(root, { [PATH]: moved({ name: { ...text, description: "Words." } }, "1.0.1") });
    const { stdout } = await statehubEvents(["release", "--json"], { cwd: root });
    const changeset = (JSON.parse(stdout).written as string[]).find((path) => path.startsWith(".changeset/")) as string;
    expect(await readFile(join(root, changeset), "utf8")).toContain('"@statehub/events-contracts": patch');
  });

  test("freezes what is referred to along with it", async () => {
    const part = { ...contract("x", "y"), $id: "https://schemas.statehub.org/common/part.json", title: "Part" };
    const { "x-event": _, "x-invalid-examples": __, ...fragment } = part as Record<string, unknown>;
    const files = {
      [PATH]: moved({ part: { $ref: "../common/part.json", description: "A part." } }),
      "schemas/common/part.json": json({
        ...fragment,
        type: "string",
        maxLength: 5,
        properties: undefined,
        required: undefined,
        examples: ["a"],
      }),
    };
    const root = await repositoryOf(files);
    expect(await statehubEvents(["release"], { cwd: root })).toMatchObject({ code: 0, stderr: "" });
    const changed = files["schemas/common/part.json"]?.replace('"maxLength": 5', '"maxLength": 6') as string;
    await writeFiles(root, { "schemas/common/part.json": changed });
    const { code, stderr } = await statehubEvents(["release"], { cwd: root });
    expect(code).toBe(1);
    expect(stderr).toContain('version: got "1.0.0", want "1.1.0"');
  });

  test.each<[string, object, string, object, string]>([
    ["a version that is too low", { name: text, more: text }, "1.0.1", {}, "version-too-low"],
    ["a version that skips others", { name: text, more: text }, "1.3.0", {}, "version-skips"],
    ["what breaks", { name: { ...text, type: "integer" } }, "1.1.0", {}, "breaking-change"],
    ["a step that the lifecycle does not have", { name: text }, "1.1.0", { lifecycle: "proposed" }, "lifecycle-step"],
  ])("refuses %s, and writes nothing", async (_name, properties, version, event, code) => {
    const root = await repositoryOf({ [PATH]: moved({ name: text }) });
    await statehubEvents(["release"], { cwd: root });
    await writeFiles(root, { [PATH]: moved(properties, version, event) });
    const before = treeOf(root);
    const ran = await statehubEvents(["release", "--json"], { cwd: root });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout).diagnostics.map((one: { code: string }) => one.code)).toContain(code);
    expect(changedPaths(before, treeOf(root))).toEqual([]);
  });

  test("leaves out what is only proposed", async () => {
    const root = await repositoryOf({ [PATH]: moved({}, "1.0.0", { lifecycle: "proposed" }) });
    const before = treeOf(root);
    expect(await statehubEvents(["release"], { cwd: root })).toMatchObject({ code: 0, stderr: "" });
    expect(changedPaths(before, treeOf(root))).toEqual([]);
  });

  test("--check fails where something is not released, and writes nothing", async () => {
    const root = await repositoryOf({ [PATH]: moved({}) });
    const before = treeOf(root);
    expect(await statehubEvents(["release", "--check"], { cwd: root })).toMatchObject({ code: 1 });
    expect(changedPaths(before, treeOf(root))).toEqual([]);
    await statehubEvents(["release"], { cwd: root });
    expect(await statehubEvents(["release", "--check"], { cwd: root })).toMatchObject({ code: 0 });
  });
});

describe("bump", () => {
  test("writes the version that follows, and touches nothing else in the file", async () => {
    const root = await repositoryOf({ [PATH]: moved({ name: text }) });
    await statehubEvents(["release"], { cwd: root });
    const strange = moved({ name: text, more: text }).replace('"lifecycle": "stable"', '"lifecycle":   "stable"');
    await writeFiles(root, { [PATH]: strange.replaceAll("\n", "\r\n") });
    const { code, stdout } = await statehubEvents(["bump"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toContain("schemas/repo/moved.v1.json: 1.0.0 → 1.1.0 (minor)");
    const expected = strange.replace('"version": "1.0.0"', '"version": "1.1.0"').replaceAll("\n", "\r\n");
    expect(await readFile(join(root, PATH), "utf8")).toBe(expected);
    expect((await statehubEvents(["bump"], { cwd: root })).stdout).toContain("every version is the one that follows");
    expect((await statehubEvents(["release"], { cwd: root })).code).toBe(0);
  });

  test("only where it is named, and --check writes nothing", async () => {
    const files = { [PATH]: moved({}), "schemas/task/closed.v1.json": json(contract("task", "closed")) };
    const root = await repositoryOf(files);
    await statehubEvents(["release"], { cwd: root });
    const closed = { ...(contract("task", "closed") as { properties: object }) };
    await writeFiles(root, {
      [PATH]: moved({ more: text }),
      "schemas/task/closed.v1.json": json({ ...closed, description: "It was closed." }),
    });
    const before = treeOf(root);
    expect((await statehubEvents(["bump", "--check"], { cwd: root })).code).toBe(1);
    expect(changedPaths(before, treeOf(root))).toEqual([]);
    const { stdout } = await statehubEvents(["bump", "org.statehub.task.closed"], { cwd: root });
    expect(stdout).toContain("1.0.0 → 1.0.1 (patch)");
    expect(changedPaths(before, treeOf(root))).toEqual(["schemas/task/closed.v1.json"]);
  });

  test.each([
    ["what breaks", [], 1, "breaking-change"],
    ["an event that is not there", ["org.statehub.repo.lost"], 2, "no contract has the event type"],
    ["what is no event type", ["repo"], 2, "want it to begin with"],
  ])("has no version for %s, and writes nothing", async (_name, args, code, says) => {
    const root = await repositoryOf({ [PATH]: moved({ name: text }) });
    await statehubEvents(["release"], { cwd: root });
    await writeFiles(root, { [PATH]: moved({ name: { ...text, type: "integer" } }) });
    const before = treeOf(root);
    const ran = await statehubEvents(["bump", ...args], { cwd: root });
    expect(ran.code).toBe(code);
    expect(ran.stderr).toContain(says);
    expect(changedPaths(before, treeOf(root))).toEqual([]);
  });
});
