import { mkdirSync, symlinkSync } from "node:fs";
import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { statehubEvents } from "./support/command.ts";
import { contract, fragment, json, lineOf } from "./support/contracts.ts";
import { type Files, repositoryOf, temporaryFolder, writeFiles } from "./support/repository.ts";
import { changedPaths, treeOf } from "./support/tree.ts";

const installed = "schemas/tool/installed.v1.json";
const good = json(contract("tool", "installed"));
const envelope = await readFile(new URL("../../../schemas/envelope.json", import.meta.url), "utf8");
const part = "schemas/common/part.json";
const repository: Files = {
  "schemas/envelope.json": envelope,
  [installed]: good,
  "schemas/tool/removed.v1.json": json(contract("tool", "removed")),
  [part]: json(fragment("part", "Part", { type: "string", maxLength: 10 })),
};

const properties = (field: unknown): Readonly<Record<string, unknown>> => ({
  properties: { tool_id: { type: "string", maxLength: 40, description: "The tool's id." }, field },
});

/** A text put in place of another, which must be there. */
function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new RangeError(`nothing to replace: ${from}`);
  return text.replace(from, to);
}

interface Expected {
  readonly code: string;
  readonly file: string;
  readonly pointer: string;
  /** A part of the line that is to be named, or of the one above it. */
  readonly at?: string;
  readonly above?: string;
  readonly message: string;
  readonly fix: string;
}

/** The text of `files` replaces that of the good repository. */
const cases: { name: string; files: Files; expected: Expected[] }[] = [
  {
    name: "broken JSON",
    files: { [installed]: replaced(good, '"type": "object",', '"type": "object"') },
    expected: [
      {
        code: "json-syntax",
        file: installed,
        pointer: "",
        at: '"properties"',
        message: "not valid JSON: comma expected",
        fix: "correct the syntax at this place",
      },
    ],
  },
  {
    name: "an empty file",
    files: { [installed]: "" },
    expected: [{ code: "json-syntax", file: installed, pointer: "", message: "not valid JSON", fix: "correct" }],
  },
  {
    name: "JSON that is no schema",
    files: { [installed]: "42\n" },
    expected: [
      {
        ...{ code: "not-an-object", file: installed, pointer: "", at: "42" },
        ...{ message: "got 42, want a JSON Schema object", fix: "start the file from another contract" },
      },
    ],
  },
  {
    name: "an unknown keyword",
    files: { [installed]: replaced(good, '"minimum": 0', '"minimun": 0') },
    expected: [
      {
        code: "unknown-keyword",
        file: installed,
        pointer: "/properties/count/minimun",
        at: '"minimun"',
        message: 'Did you mean "minimum"?',
        fix: "use a keyword of the contract meta-schema",
      },
    ],
  },
  {
    name: "a wrong type",
    files: { [installed]: replaced(good, "org.statehub.tool.installed", "org.statehub.tool.bought") },
    expected: [
      {
        code: "wrong-type",
        file: installed,
        pointer: "/x-event/type",
        at: '"org.statehub.tool.bought"',
        message: 'got "org.statehub.tool.bought", want "org.statehub.tool.installed"',
        fix: 'set "type" to "org.statehub.tool.installed", or move the file',
      },
    ],
  },
  {
    name: "a wrong path",
    files: { "schemas/tool/lost.json": replaced(json(contract("tool", "lost")), "lost.v1", "lost") },
    expected: [
      {
        code: "wrong-path",
        file: "schemas/tool/lost.json",
        pointer: "",
        at: "{",
        message: "got schemas/tool/lost.json, want schemas/<noun>/<verb>.v<major>.json",
        fix: "move or rename the file",
      },
    ],
  },
  {
    name: "a wrong $id",
    files: { [installed]: replaced(good, "/tool/installed.v1", "/tool/installed") },
    expected: [
      {
        code: "wrong-id",
        file: installed,
        pointer: "/$id",
        at: '"$id"',
        message: 'want "https://schemas.statehub.org/tool/installed.v1"',
        fix: 'set "$id" to "https://schemas.statehub.org/tool/installed.v1", or move the file',
      },
    ],
  },
  {
    name: "a missing $ref",
    files: { [installed]: json(contract("tool", "installed", properties({ $ref: "../common/prat.json" }))) },
    expected: [
      {
        code: "missing-reference",
        file: installed,
        pointer: "/properties/field/$ref",
        at: '"$ref"',
        message: 'Did you mean "../common/part.json"?',
        fix: "refer to an existing file relative to this one",
      },
    ],
  },
  {
    name: "a cyclic $ref",
    files: {
      [installed]: json(contract("tool", "installed", properties({ $ref: "../common/part.json" }))),
      [part]: json(fragment("part", "Part", { allOf: [{ $ref: "other.json" }] })),
      "schemas/common/other.json": json(fragment("other", "Other", { $ref: "part.json" })),
    },
    expected: [
      {
        code: "cyclic-reference",
        file: "schemas/common/other.json",
        pointer: "/$ref",
        at: '"$ref"',
        message: "leads back to itself without a step into the data",
        fix: "remove one of the references",
      },
    ],
  },
  {
    name: "two files that claim one type",
    files: { "schemas/tool/copied.v1.json": replaced(good, "/tool/installed.v1", "/tool/copied.v1") },
    expected: [
      {
        code: "wrong-type",
        file: "schemas/tool/copied.v1.json",
        pointer: "/x-event/type",
        at: '"org.statehub.tool.installed"',
        message: 'want "org.statehub.tool.copied"',
        fix: 'set "type" to "org.statehub.tool.copied"',
      },
      {
        code: "duplicate-type",
        file: installed,
        pointer: "/x-event/type",
        at: '"org.statehub.tool.installed"',
        message: "already claimed by schemas/tool/copied.v1.json",
        fix: "keep one file per event type and major",
      },
    ],
  },
  {
    name: "an example that the contract refuses",
    files: { [installed]: json(contract("tool", "installed", { examples: [{ tool_id: "a", count: -1 }] })) },
    expected: [
      {
        code: "invalid-example",
        file: installed,
        pointer: "/examples/0",
        above: '"examples"',
        message: 'refused at "/count": got number -1, want',
        fix: "correct the example or the schema",
      },
    ],
  },
  {
    name: "an invalid example that the contract accepts",
    files: {
      [installed]: json(
        contract("tool", "installed", { "x-invalid-examples": [{ why: "too long", data: { tool_id: "a" } }] }),
      ),
    },
    expected: [
      {
        code: "accepted-invalid-example",
        file: installed,
        pointer: "/x-invalid-examples/0",
        above: '"x-invalid-examples"',
        message: 'accepted, though it says "too long"',
        fix: "make the schema refuse it",
      },
    ],
  },
];

interface Found {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
  readonly message: string;
  readonly fix: string;
}

let generated: string;
beforeAll(async () => {
  generated = await repositoryOf(repository);
  expect(await statehubEvents(["generate", "--root", generated])).toMatchObject({ code: 0, stderr: "" });
});

/** A repository that was generated, with what makes it bad. */
async function badRepository(makeBad: (root: string) => unknown): Promise<string> {
  const root = await temporaryFolder();
  await cp(generated, root, { recursive: true });
  await makeBad(root);
  return root;
}

/** What `generate` says of a repository, in both forms; it must not touch it. */
async function refusal(root: string): Promise<Found[]> {
  const before = treeOf(root);
  const machine = await statehubEvents(["generate", "--json", "--root", root]);
  expect(machine).toMatchObject({ code: 1, stderr: "" });
  const { diagnostics, written, removed } = JSON.parse(machine.stdout) as {
    diagnostics: Found[];
    written: string[];
    removed: string[];
  };
  expect({ written, removed }).toEqual({ written: [], removed: [] });

  const { code, stdout, stderr } = await statehubEvents(["generate", "--root", root]);
  expect(code).toBe(1);
  const paragraphs = diagnostics.map(({ file, line, column, code, message, pointer, fix }) => {
    const at = pointer === "" ? "" : `    at:  ${pointer}\n`;
    return `${file}:${line}:${column} error ${code}\n    ${message}\n${at}    fix: ${fix}\n`;
  });
  expect(stderr).toBe(paragraphs.join("\n"));
  const count = diagnostics.length === 1 ? "1 problem" : `${diagnostics.length} problems`;
  expect(stdout).toMatch(new RegExp(`^${count}; \\d+ contract files read, nothing written\\n$`));

  expect(changedPaths(before, treeOf(root))).toEqual([]);
  return diagnostics;
}

describe.concurrent("bad input is named by file, line, pointer and fix, and nothing is written", () => {
  test.each(cases)("$name", async ({ files, expected }) => {
    const root = await badRepository((folder) => writeFiles(folder, files));
    const found = await refusal(root);
    expect(found.map(({ code, file, pointer }) => ({ code, file, pointer }))).toEqual(
      expected.map(({ code, file, pointer }) => ({ code, file, pointer })),
    );
    for (const [i, { file, at, above, message, fix }] of expected.entries()) {
      const text = files[file] ?? repository[file] ?? "";
      expect(found[i]?.message).toContain(message);
      expect(found[i]?.fix).toContain(fix);
      if (at !== undefined) expect(found[i]?.line).toBe(lineOf(text, at));
      if (above !== undefined) expect(found[i]?.line).toBe(lineOf(text, above) + 1);
    }
  });

  test("several problems in several files at once", async () => {
    const root = await badRepository((folder) =>
      writeFiles(folder, {
        [installed]: replaced(good, '"minimum": 0', '"minimun": 0'),
        "schemas/tool/removed.v1.json": "{",
      }),
    );
    expect((await refusal(root)).map(({ code }) => code)).toEqual(["unknown-keyword", "json-syntax"]);
  });

  const noContract: Partial<Found> = {
    ...{ code: "no-contracts", file: "schemas", line: 1, pointer: "" },
    message: "no event contract found: want at least one such as schemas/repo/registered.v1.json",
  };

  test("an empty schema directory, whose former output stays", async () => {
    const root = await badRepository(async (folder) => {
      await rm(join(folder, "schemas"), { recursive: true });
      mkdirSync(join(folder, "schemas"));
    });
    expect(await refusal(root)).toMatchObject([noContract]);
  });

  test("a schema directory without JSON files", async () => {
    const root = await badRepository(async (folder) => {
      await rm(join(folder, "schemas"), { recursive: true });
      await writeFiles(folder, { "schemas/README.md": "# Contracts\n" });
    });
    expect(await refusal(root)).toMatchObject([noContract]);
  });

  test("a schema directory with fragments and no event", async () => {
    const root = await badRepository(async (folder) => {
      const slug = await readFile(new URL("../../../schemas/common/slug.json", import.meta.url), "utf8");
      await rm(join(folder, "schemas"), { recursive: true });
      await writeFiles(folder, { "schemas/common/slug.json": slug });
    });
    expect(await refusal(root)).toMatchObject([noContract]);
  });

  test("no schema directory", async () => {
    const root = await badRepository((folder) => rm(join(folder, "schemas"), { recursive: true }));
    expect(await refusal(root)).toMatchObject([noContract]);
  });

  const unreadable: { name: string; makeBad: (root: string) => void; file: string; problem: string }[] = [
    {
      name: "a link that leads nowhere",
      makeBad: (root) => symlinkSync("gone.json", join(root, "schemas/tool/linked.v1.json")),
      file: "schemas/tool/linked.v1.json",
      problem: "ENOENT",
    },
    {
      name: "a link that leads to itself",
      makeBad: (root) => symlinkSync("linked.v1.json", join(root, "schemas/tool/linked.v1.json")),
      file: "schemas/tool/linked.v1.json",
      problem: "ELOOP",
    },
    {
      name: "a link to the folder that it is in",
      makeBad: (root) => symlinkSync("../../schemas", join(root, "schemas/tool/again")),
      file: "schemas/tool/again",
      problem: "leads back",
    },
  ];

  test.each(unreadable)("an unreadable file: $name", async ({ makeBad, file, problem }) => {
    const root = await badRepository(makeBad);
    const [found, ...more] = await refusal(root);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ code: "unreadable-file", file, line: 1, column: 1, pointer: "" });
    expect(found?.message).toContain(problem);
    expect(found?.fix).toBe("check that it exists and that you may read it.");
  });

  // Not by permissions: a test may run as root, whom they do not stop.
  const page = "event-types/org.statehub.tool.installed.md";
  const validators = "packages/events-contracts/validators";
  const unwritable: { name: string; makeBad: (root: string) => Promise<unknown>; file: string; problem: string }[] = [
    {
      name: "a file where a folder should be",
      makeBad: async (root) => {
        await rm(join(root, validators), { recursive: true });
        await writeFiles(root, { [validators]: "a file" });
      },
      file: `${validators}/envelope.js`,
      problem: "EEXIST",
    },
    {
      name: "a folder where a file should be",
      makeBad: async (root) => {
        await rm(join(root, page));
        await writeFiles(root, { [`${page}/own.txt`]: "a file in it" });
      },
      file: page,
      problem: "a folder of this name exists",
    },
  ];

  test.each(unwritable)("an unwritable output: $name", async ({ makeBad, file, problem }) => {
    const root = await badRepository(async (folder) => {
      // More files are to be written than the one that cannot be.
      await writeFiles(folder, { [installed]: replaced(good, "A tool was", "Some tool was") });
      await makeBad(folder);
    });
    const [found, ...more] = await refusal(root);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ code: "unwritable-file", file, line: 1, pointer: "" });
    expect(found?.message).toContain(problem);
    expect(found?.message).toContain("; nothing was changed");
    expect(found?.fix).toContain("check that the folder exists, that you may write there");
  });
});
