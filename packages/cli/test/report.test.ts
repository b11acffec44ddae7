import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { evaluate } from "@statehub/schema-compat";
import { beforeAll, describe, expect, test } from "vitest";
import { statehubEvents } from "./support/command.ts";
import { contract, json } from "./support/contracts.ts";
import { commitFiles, git, gitRepositoryOf } from "./support/git.ts";
import { writeFiles } from "./support/repository.ts";

const PATH = "schemas/repo/moved.v1.json";
const text = { type: "string", maxLength: 9, description: "A text." };
const reads = (pointer: string, line: number): object => ({
  pointer,
  file: "src/a.ts",
  line,
  column: 3,
  access: "read",
});
const profile = json({
  $schema: "https://schemas.statehub.org/consumer/v1",
  consumer: "activity-core",
  owner: "team-activity-core",
  repository: "https://example.org/activity-core",
  root: "code",
  scanned: [{ file: "src/a.ts", digest: `sha256:${"0".repeat(64)}` }],
  reads: [{ type: "org.statehub.repo.moved", versions: "^1.0.0", fields: [reads("/name", 7)] }],
});

function moved(properties: object, version = "1.0.0"): string {
  const base = contract("repo", "moved") as { properties: object; "x-event": object };
  return json({
    ...base,
    "x-event": { ...base["x-event"], version },
    properties: { ...base.properties, ...properties },
  });
}

const manifest = (name: string): string => json({ name: `@statehub/${name}`, version: "0.1.0" });
const changeset = (bump: string, ...names: string[]): string =>
  `---\n${names.map((name) => `"@statehub/${name}": ${bump}\n`).join("")}---\n\nWords.\n`;

/** A repository with an event released as 1.0.0, packages and changesets, on a branch of its own. */
async function branch(): Promise<string> {
  const root = await gitRepositoryOf({
    [PATH]: moved({ name: text }),
    "consumers/activity-core.json": profile,
    ".changeset/config.json": "{}\n",
    "packages/events-contracts/package.json": manifest("events-contracts"),
    "packages/events-publisher/package.json": manifest("events-publisher"),
  });
  await statehubEvents(["release", "--no-changeset"], { cwd: root });
  await commitFiles(root, { ".changeset/older.md": changeset("major", "events-contracts", "events-publisher") });
  git(root, "switch", "--quiet", "--create", "feature");
  return root;
}

describe("a report on what breaks", () => {
  let root: string;
  beforeAll(async () => {
    root = await branch();
    await writeFiles(root, { [PATH]: moved({ name: { ...text, type: "integer" }, more: text }) });
  });

  test("is Markdown with a summary and folded details, and fails", async () => {
    const { code, stdout } = await statehubEvents(["report", "--base", "main"], { cwd: root });
    expect(code).toBe(1);
    const lines = stdout.split("\n");
    expect(lines[0]).toBe("<!-- statehub-events report -->");
    expect(stdout).toMatch(/^## Event contracts: 1 of 1 changed events would break \(\d problems\)$/m);
    expect(stdout).toContain(
      "| `org.statehub.repo.moved` | **breaking** | none fits: only a new major would do | `activity-core` |",
    );
    expect(stdout).toContain("Read by `activity-core` at `src/a.ts:7`");
    expect(stdout).toContain("<details><summary><code>org.statehub.repo.moved</code>: breaking");
    const [, event] = /```json\n([\s\S]+?)\n```/.exec(stdout) ?? [];
    expect(JSON.parse(event as string)).toMatchObject({ type: "org.statehub.repo.moved", specversion: "1.0" });
  });

  test("is SARIF that its schema accepts", async () => {
    const { code, stdout } = await statehubEvents(["report", "--base", "main", "--format", "sarif"], { cwd: root });
    expect(code).toBe(1);
    const log = JSON.parse(stdout);
    expect(evaluate(sarifSchema, log).failures).toEqual([]);
    expect(evaluate(sarifSchema, { ...log, version: "2.0.0" }).valid).toBe(false);
    const [result] = log.runs[0].results;
    expect(result).toMatchObject({ ruleId: "breaking-change", level: "error" });
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(PATH);
    const line = readFileSync(join(root, PATH), "utf8").split("\n")[
      result.locations[0].physicalLocation.region.startLine - 1
    ];
    expect(line).toContain('"integer"');
  });

  test("is annotations of GitHub Actions at the lines", async () => {
    const { stdout } = await statehubEvents(["report", "--base", "main", "--format", "github"], { cwd: root });
    expect(stdout).toMatch(
      /^::error file=schemas\/repo\/moved\.v1\.json,line=\d+,col=\d+,title=breaking-change::"\/name"/,
    );
    expect(stdout).toMatch(/^::notice file=schemas\/repo\/moved\.v1\.json,line=\d+,col=\d+,title=property-added::/m);
  });

  test("says that a profile is older than the code, in each format", async () => {
    const told = "the profile of activity-core is older than its code (src/a.ts is gone)";
    const printed = async (format: string): Promise<string> =>
      (await statehubEvents(["report", "--base", "main", "--format", format], { cwd: root })).stdout;
    expect(await printed("markdown")).toContain(`> ${told}`);
    expect(JSON.parse(await printed("json")).notes).toMatchObject([{ rule: "old-profile", line: 8 }]);
    const { results } = JSON.parse(await printed("sarif")).runs[0];
    expect(results.find((one: { ruleId: string }) => one.ruleId === "old-profile")).toMatchObject({ level: "note" });
    expect(await printed("github")).toContain(
      `::notice file=consumers/activity-core.json,line=8,col=5,title=old-profile::${told}`,
    );
  });

  test("says what lint finds too, once", async () => {
    const { stdout } = await statehubEvents(["report", "--base", "main", "--json"], { cwd: root });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; pointer: string }[] };
    const linted = diagnostics.filter(({ code }) => code === "inapplicable-keyword");
    expect(linted.map(({ pointer }) => pointer)).toEqual(["/properties/name/maxLength"]);
  });

  test("is JSON, and each of them in a file", async () => {
    const outs = ["markdown", "sarif", "github"].map((format) => `--out=${format}=out/${format}`);
    const { stdout } = await statehubEvents(["report", "--base", "main", "--json", ...outs], { cwd: root });
    expect(JSON.parse(stdout)).toMatchObject({
      base: "main",
      events: [{ type: "org.statehub.repo.moved", bump: "major" }],
    });
    expect(await readFile(join(root, "out/markdown"), "utf8")).toContain("## Event contracts");
    expect(JSON.parse(await readFile(join(root, "out/sarif"), "utf8")).version).toBe("2.1.0");
    expect(await readFile(join(root, "out/github"), "utf8")).toContain("::error");
  });

  test.each([
    [["--format", "xml"], '--format: got "xml", want one of markdown, json, sarif, github'],
    [["--out", "report.md"], '--out: got "report.md", want <format>=<file>'],
    [["--out", "xml=report.xml"], '--out: got "xml"'],
  ])("with %j is a wrong command line", async (args, says) => {
    const { code, stderr } = await statehubEvents(["report", ...args], { cwd: root });
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

const require = createRequire(import.meta.url);
const sarifSchema = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");

describe("the changesets of a branch", () => {
  const both = ["events-contracts", "events-publisher"];
  const minor = moved({ name: text, more: text }, "1.1.0");
  const patch = moved({ name: { ...text, description: "Words." } }, "1.0.1");
  const fresh = json(contract("task", "closed"));
  const closed = contract("task", "closed") as { "x-event": object };
  const proposed = { ...closed, "x-event": { ...closed["x-event"], lifecycle: "proposed" } };

  test.each<[name: string, files: Record<string, string>, problems: string[]]>([
    ["none for a minor", { [PATH]: minor }, both],
    ["a patch for a minor", { [PATH]: minor, ".changeset/a.md": changeset("patch", ...both) }, both],
    [
      "a minor of one package only",
      { [PATH]: minor, ".changeset/a.md": changeset("minor", "events-contracts") },
      ["events-publisher"],
    ],
    ["a minor for a minor", { [PATH]: minor, ".changeset/a.md": changeset("minor", ...both) }, []],
    [
      "a minor in two files",
      {
        [PATH]: minor,
        ".changeset/a.md": changeset("minor", "events-contracts"),
        ".changeset/b.md": changeset("minor", "events-publisher"),
      },
      [],
    ],
    ["a major for a minor", { [PATH]: minor, ".changeset/a.md": changeset("major", ...both) }, []],
    ["none for a patch", { [PATH]: patch }, both],
    ["a patch for a patch", { [PATH]: patch, ".changeset/a.md": changeset("patch", ...both) }, []],
    [
      "a patch for a new event",
      { "schemas/task/closed.v1.json": fresh, ".changeset/a.md": changeset("patch", ...both) },
      both,
    ],
    [
      "a minor for a new event",
      { "schemas/task/closed.v1.json": fresh, ".changeset/a.md": changeset("minor", ...both) },
      [],
    ],
    ["none where nothing changed", { "README.md": "Words.\n" }, []],
  ])("with %s are judged by what changed", async (_name, files, problems) => {
    const root = await branch();
    await writeFiles(root, files);
    const { code, stdout } = await statehubEvents(["report", "--base", "main", "--json"], { cwd: root });
    const low = JSON.parse(stdout).diagnostics.filter((one: { code: string }) => one.code === "changeset-too-low");
    expect(low.map(({ message }: { message: string }) => message.split(":")[0])).toEqual(
      problems.map((name) => `@statehub/${name}`),
    );
    expect(code).toBe(problems.length === 0 ? 0 : 1);
  });

  test("must be changesets", async () => {
    const root = await branch();
    await writeFiles(root, { ".changeset/a.md": "Words.\n", ".changeset/README.md": "About changesets.\n" });
    const { code, stdout } = await statehubEvents(["report", "--base", "main", "--json"], { cwd: root });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).diagnostics).toMatchObject([{ code: "changeset-unreadable", file: ".changeset/a.md" }]);
  });

  test.each([
    [
      "a proposed event",
      { "schemas/task/closed.v1.json": json(proposed) },
      "`org.statehub.task.closed` 1.0.0: it is proposed",
    ],
    [
      "a changed one",
      { [PATH]: minor },
      '`org.statehub.repo.moved` 1.1.0: `/more`: the optional property "more" was added',
    ],
  ])("that the command writes for %s are enough, once", async (_name, files, says) => {
    const root = await branch();
    await writeFiles(root, files);
    expect((await statehubEvents(["changeset", "--check"], { cwd: root })).code).toBe(1);
    const { written } = JSON.parse((await statehubEvents(["changeset", "--json"], { cwd: root })).stdout);
    expect(await readFile(join(root, written), "utf8")).toBe(
      `---\n"@statehub/events-contracts": minor\n"@statehub/events-publisher": minor\n---\n\n- ${says}\n`,
    );
    expect((await statehubEvents(["report", "--base", "main"], { cwd: root })).code).toBe(0);
    const again = await statehubEvents(["changeset"], { cwd: root });
    expect(again).toMatchObject({ code: 0, stdout: "the changesets declare what changes since main\n" });
  });

  test("that release writes are enough, and release writes none where they are", async () => {
    const root = await branch();
    git(root, "rm", "--quiet", ".changeset/older.md");
    await writeFiles(root, { [PATH]: minor });
    expect((await statehubEvents(["release"], { cwd: root })).code).toBe(0);
    expect((await statehubEvents(["report", "--base", "main"], { cwd: root })).code).toBe(0);
    await writeFiles(root, { [PATH]: moved({ name: text, more: text, most: text }, "1.2.0") });
    const { stdout } = await statehubEvents(["release", "--json"], { cwd: root });
    expect(JSON.parse(stdout).written.filter((path: string) => path.startsWith(".changeset/"))).toEqual([]);
  });
});
