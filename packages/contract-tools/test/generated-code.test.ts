import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONTRACTS_SOURCE } from "../src/generate/paths.ts";
import { indexModules } from "../src/generate/typescript/indexes.ts";
import { examplesModule } from "../src/generate/typescript/module.ts";
import { readModel } from "../src/model/model.ts";
import { asFile, eventContract, modelOf } from "./support/contracts.ts";
import { eventContracts } from "./support/random-events.ts";
import { contractFiles } from "./support/random-schemas.ts";
import { modulesOf } from "./support/types.ts";
import { Workspace } from "./support/workspace.ts";

// One run of the compiler and one of the formatter over everything: each takes longer to start than to do its work.

const tagged = (tag: string, more: object) => ({
  type: "object",
  properties: { kind: { const: tag }, ...more },
  required: ["kind", ...Object.keys(more)],
});

/** What a consumer's code can, and with an expected error cannot, do with a field of these schemas. */
const USES: [name: string, schema: object, use: string][] = [
  [
    "a oneOf over a const narrows",
    { oneOf: [tagged("cat", { lives: { type: "integer" } }), tagged("dog", { barks: { type: "boolean" } })] },
    `if (field.kind === "cat") field.lives.toFixed();
     else field.barks satisfies boolean;
     // @ts-expect-error no such alternative
     field.kind === "fish";`,
  ],
  [
    "a closed enum takes no other string, an open one does",
    tagged("x", { closed: { enum: ["a", "b"] }, open: { type: "string", "x-extensible-enum": ["a"] } }),
    `const some: typeof field = { kind: "x", closed: "a", open: "anything" };
     // @ts-expect-error not a member
     some.closed = "c";`,
  ],
  [
    "an undeclared property is an error",
    tagged("x", { name: { type: "string" } }),
    `field.name.trim();
     // @ts-expect-error not declared
     field.other;
     // @ts-expect-error not declared
     const more: typeof field = { kind: "x", name: "", other: 1 };`,
  ],
  [
    "a tuple has its length and its types",
    { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: false, minItems: 2 },
    `const [text, count] = field;
     text.trim(); count.toFixed();
     // @ts-expect-error there is no third
     field[2];`,
  ],
  [
    "null must be looked at",
    { anyOf: [tagged("x", { name: { type: "string" } }), { type: "null" }] },
    `// @ts-expect-error it may be null
     field.kind;
     field?.kind satisfies "x" | undefined;`,
  ],
  [
    "a map has values that may be missing",
    { type: "object", additionalProperties: { type: "number" } },
    `// @ts-expect-error it may be missing
     field.any.toFixed();
     field.any?.toFixed();`,
  ],
];

/** Several majors of events with short and long names. */
const MAJORS = ["a.set", "task.stale", `${"long_name_".repeat(9)}x.closed`].flatMap((name) =>
  ["", ".v2", ".v10"].map((major) => eventContract(`org.statehub.${name}${major}`)),
);

const folderOf = (kind: string, index: number): string => `${kind}-${String(index).padStart(3, "0")}`;

let workspace: Workspace;
let typeErrors: string[];
let complaints: string[];
const folders: string[] = [];

async function writeModel(folder: string, model: ReturnType<typeof modelOf>): Promise<string[]> {
  const modules = await modulesOf(model);
  folders.push(folder);
  for (const { path, text } of modules) workspace.write(`${folder}/${path}`, text);
  return modules.map(({ path }) => `${folder}/${path}`);
}

beforeAll(async () => {
  workspace = new Workspace();
  const paths: string[] = [];
  for (const [i, [, schema, use]] of USES.entries()) {
    const folder = folderOf("use", i);
    const model = modelOf(
      eventContract("org.statehub.test.tried", { properties: { field: schema }, required: ["field"] }),
    );
    await writeModel(folder, model);
    const head = `import type { TestTried } from "./${folder}/test/tried.v1.ts";`;
    workspace.write(`${folder}.mts`, `${head}\ndeclare const field: TestTried["field"];\n${use}\n`);
    paths.push(`${folder}.mts`);
  }
  for (const [i, contracts] of fc.sample(contractFiles(), { numRuns: 80, seed: 1 }).entries()) {
    paths.push(...(await writeModel(folderOf("random", i), modelOf(...contracts))));
  }
  for (const [i, contracts] of [MAJORS, ...fc.sample(eventContracts, { numRuns: 30, seed: 1 })].entries()) {
    // Some of these names clash or are the beginning of others, which is no matter to how they are printed.
    const { model } = readModel(contracts.map(asFile));
    await writeModel(folderOf("index", i), model);
    for (const { path, text } of [...indexModules(model), ...model.events.map(examplesModule)]) {
      workspace.write(`${folderOf("index", i)}/${path.replace(`${CONTRACTS_SOURCE}/`, "")}`, text);
    }
  }
  typeErrors = workspace.typeCheck(paths);
  complaints = workspace.lint(folders);
});

afterAll(() => workspace[Symbol.dispose]());

describe("generated code", () => {
  test.each(USES.map(([name], i) => ({ name, folder: folderOf("use", i) })))("$name", ({ folder }) => {
    expect(typeErrors.filter((line) => line.startsWith(folder))).toEqual([]);
  });

  test("compiles for random contracts", () => {
    expect(typeErrors.filter((line) => !line.startsWith("use-"))).toEqual([]);
  });

  test("passes the formatter and the linter as it is", () => {
    expect(complaints.join("\n")).toBe("");
  });
});
