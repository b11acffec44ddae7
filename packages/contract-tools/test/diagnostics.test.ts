import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../src/diagnostics/diagnostic.ts";
import type { DiagnosticCode } from "../src/diagnostics/table.ts";
import { validatorsModule } from "../src/generate/validators/module.ts";
import { type InputFile, readModel } from "../src/model/model.ts";
import { asFile, commonContract, eventContract, fileOf, modelOf } from "./support/contracts.ts";
import { runtime } from "./support/runtime.ts";

type Contract = Readonly<Record<string, unknown>>;

const TRIED = "org.statehub.test.tried";
const tried = (more: Contract = {}): Contract => eventContract(TRIED, more);
const field = (schema: unknown, more: Contract = {}): Contract => tried({ properties: { field: schema }, ...more });
const part = commonContract("part", { type: "string" });
const xEvent = (more: Contract): Contract => {
  const contract = tried();
  return { ...contract, "x-event": { ...(contract["x-event"] as object), ...more } };
};
const without = (contract: Contract, keyword: string): Contract =>
  Object.fromEntries(Object.entries(contract).filter(([name]) => name !== keyword));
const at = (file: string, contract: Contract): InputFile => ({ ...asFile(contract), file });
const raw = (text: string): InputFile => ({ file: "schemas/test/tried.v1.json", text });

/** One file, or several, and what is said of them: a code, at a pointer, with these words somewhere in it. */
type Case = [
  name: string,
  input: Contract | InputFile | (Contract | InputFile)[],
  code: DiagnosticCode,
  pointer: string,
  words: string,
];

const CASES: Case[] = [
  ["broken JSON", raw('{\n  "a": 1,\n  "b" 2\n}'), "json-syntax", "", "colon expected"],
  ["a comment", raw("{\n  // no\n}"), "json-syntax", "", "comment"],
  ["a byte order mark", raw("\uFEFF{}"), "json-syntax", "", "byte order mark"],
  ["nothing in the file", raw(""), "json-syntax", "", "JSON"],
  ["a property that stands twice", raw('{\n  "title": "A",\n  "title": "B"\n}'), "json-duplicate-key", "", '"title"'],
  ["a list in the place of a schema", raw("[]"), "not-an-object", "", "got []"],
  ["null in the place of a schema", field(null), "not-an-object", "/properties/field", "got null"],
  ["a boolean in the place of a schema", field(true), "not-an-object", "/properties/field", "got true"],
  [
    "a misspelt keyword",
    field({ type: "string", maxLenght: 3 }),
    "unknown-keyword",
    "/properties/field/maxLenght",
    'Did you mean "maxLength"?',
  ],
  [
    "a keyword of whole files inside one",
    field({ type: "string", $id: "x" }),
    "unknown-keyword",
    "/properties/field/$id",
    '"$id"',
  ],
  [
    "unevaluatedProperties",
    tried({ unevaluatedProperties: false }),
    "closed-contract",
    "/unevaluatedProperties",
    "unevaluatedProperties",
  ],
  [
    "a keyword whose value is of another kind",
    field({ type: "string", maxLength: -1 }),
    "keyword-value",
    "/properties/field/maxLength",
    "got -1, want a whole number",
  ],
  [
    "a description of blanks",
    field({ description: " \n" }),
    "keyword-value",
    "/properties/field/description",
    'got " \\n", want a string that is not blank',
  ],
  ["a type that there is not", field({ type: "strnig" }), "keyword-value", "/properties/field/type", 'got "strnig"'],
  [
    "properties that are a list",
    tried({ "x-classification": "topsecret" }),
    "keyword-value",
    "/x-classification",
    "one of public",
  ],
  [
    "then without if",
    field(JSON.parse('{ "then": { "type": "string" } }')),
    "missing-keyword",
    "/properties/field/then",
    '"if" is missing',
  ],
  ["no examples", without(tried(), "examples"), "missing-keyword", "", '"examples" is missing'],
  [
    "no invalid examples",
    without(tried(), "x-invalid-examples"),
    "missing-keyword",
    "",
    '"x-invalid-examples" is missing',
  ],
  ["no x-event", without(tried(), "x-event"), "missing-keyword", "", '"x-event" is missing'],
  ["no title", without(tried(), "title"), "missing-keyword", "", 'want "TestTried"'],
  ["an event that is no object", tried({ type: "string" }), "keyword-value", "/type", '"object"'],
  [
    "a contract that closes itself",
    field({ type: "object", additionalProperties: false }),
    "closed-contract",
    "/properties/field/additionalProperties",
    "writers are closed",
  ],
  [
    "an unknown format",
    field({ type: "string", format: "datetime" }),
    "unknown-format",
    "/properties/field/format",
    'Did you mean "date-time"?',
  ],
  [
    "a pattern that does not compile",
    field({ type: "string", pattern: "(" }),
    "bad-pattern",
    "/properties/field/pattern",
    "Unterminated group",
  ],
  [
    "a pattern of names that does not compile",
    field({ type: "object", patternProperties: { "(": {} } }),
    "bad-pattern",
    "/properties/field/patternProperties/(",
    "Unterminated group",
  ],
  [
    "a property called __proto__",
    raw(JSON.stringify(tried({})).replace('"id":{', '"__proto__":{"type":"string"},"id":{')),
    "unusable-name",
    "/properties/__proto__",
    "__proto__",
  ],
  [
    "another dialect",
    tried({ $schema: "http://json-schema.org/draft-07/schema#" }),
    "wrong-dialect",
    "/$schema",
    "draft-07",
  ],
  ["a file directly under schemas/", at("schemas/foo.json", tried()), "wrong-path", "", "got schemas/foo.json"],
  ["a file without its major", at("schemas/test/tried.json", tried()), "wrong-path", "", "<verb>.v<major>.json"],
  [
    "a shared fragment with a capital",
    at("schemas/common/Part.json", part),
    "wrong-path",
    "",
    "schemas/common/<name>.json",
  ],
  [
    "a shared fragment in a folder",
    at("schemas/common/a/part.json", part),
    "wrong-path",
    "",
    "schemas/common/<name>.json",
  ],
  [
    "an event in common/",
    at("schemas/common/tried.json", tried({ $id: "https://schemas.statehub.org/common/tried.json", title: "Tried" })),
    "misplaced-event",
    "/x-event",
    "schemas/common/tried.json",
  ],
  [
    "an $id that is not the path's",
    at("schemas/test/tried.v1.json", tried({ $id: "https://schemas.statehub.org/test/other.v1" })),
    "wrong-id",
    "/$id",
    'want "https://schemas.statehub.org/test/tried.v1"',
  ],
  [
    "a type that is not the path's",
    xEvent({ type: "org.statehub.test.renamed" }),
    "wrong-type",
    "/x-event/type",
    `want "${TRIED}"`,
  ],
  ["a title that is not the type's", tried({ title: "Tried" }), "wrong-title", "/title", 'want "TestTried"'],
  ["a version of another major", xEvent({ version: "2.0.0" }), "wrong-version", "/x-event/version", "major 1"],
  ["a version that is none", xEvent({ version: "1.0" }), "keyword-value", "/x-event/version", '"1.0.0"'],
  [
    "a sunset that is no day",
    xEvent({ lifecycle: "deprecated", sunset: "2027-02-30" }),
    "keyword-value",
    "/x-event/sunset",
    "2027-02-30",
  ],
  [
    "a deprecated event without a sunset",
    xEvent({ lifecycle: "deprecated" }),
    "missing-keyword",
    "/x-event",
    '"sunset" is missing',
  ],
  [
    "a sunset of a stable event",
    xEvent({ sunset: "2027-01-31" }),
    "keyword-value",
    "/x-event/sunset",
    "deprecated or retired",
  ],
  ["a misspelt member of x-event", xEvent({ ownr: "x" }), "unknown-keyword", "/x-event/ownr", 'Did you mean "owner"?'],
  [
    "a successor that is not there",
    xEvent({ lifecycle: "deprecated", sunset: "2027-01-31", replacedBy: "org.statehub.test.tried.v2" }),
    "unknown-event",
    "/x-event/replacedBy",
    "org.statehub.test.tried.v2",
  ],
  [
    "a reserved token",
    at("schemas/envelope/tried.v1.json", tried({ $id: "https://schemas.statehub.org/envelope/tried.v1" })),
    "subject-grammar",
    "",
    '"envelope" is a reserved token',
  ],
  [
    "a verb that is none",
    at("schemas/test/try.v1.json", tried({ $id: "https://schemas.statehub.org/test/try.v1" })),
    "subject-grammar",
    "",
    "past participle",
  ],
  [
    "two files of one type",
    [tried(), at("schemas/other/tried.v1.json", tried())],
    "duplicate-type",
    "/x-event/type",
    "schemas/other/tried.v1.json",
  ],
  [
    "two files of one $id",
    [part, at("schemas/common/other.json", part)],
    "duplicate-id",
    "/$id",
    "schemas/common/other.json",
  ],
  [
    "two types of one name",
    [eventContract("org.statehub.test.goal_set"), eventContract("org.statehub.test.goal.set")],
    "file-name-clash",
    "/title",
    '"TestGoalSet"',
  ],
  [
    "an event that is the beginning of another",
    [eventContract("org.statehub.test.set"), eventContract("org.statehub.test.set.moved")],
    "type-is-prefix",
    "/x-event/type",
    "org.statehub.test.set.moved",
  ],
  [
    "a reference to no file",
    field({ $ref: "../common/prat.json" }),
    "missing-reference",
    "/properties/field/$ref",
    "https://schemas.statehub.org/common/prat.json",
  ],
  [
    "a reference to a misspelt file",
    [field({ $ref: "../common/prt.json" }), part],
    "missing-reference",
    "/properties/field/$ref",
    'Did you mean "../common/part.json"?',
  ],
  [
    "a reference to no definition",
    field({ $ref: "#/$defs/prt" }, { $defs: { part: {} } }),
    "missing-reference",
    "/properties/field/$ref",
    'Did you mean "#/$defs/part"?',
  ],
  [
    "a reference to no anchor",
    field({ $ref: "#inner" }, { $defs: { part: { $anchor: "innr" } } }),
    "missing-reference",
    "/properties/field/$ref",
    'Did you mean "#innr"?',
  ],
  [
    "a reference to what is no schema",
    field({ $ref: "#/x-event" }),
    "missing-reference",
    "/properties/field/$ref",
    "no schema at /x-event",
  ],
  [
    "a reference that is no URI",
    field({ $ref: "#%" }),
    "missing-reference",
    "/properties/field/$ref",
    "not a URI reference",
  ],
  [
    "a reference to itself",
    field({ $ref: "#/$defs/part" }, { $defs: { part: { $ref: "#/$defs/part" } } }),
    "cyclic-reference",
    "/$defs/part/$ref",
    "#/$defs/part",
  ],
  [
    "references in a circle, through allOf",
    field({ $ref: "#/$defs/a" }, { $defs: { a: { allOf: [{ $ref: "#/$defs/b" }] }, b: { $ref: "#/$defs/a" } } }),
    "cyclic-reference",
    "/$defs/a/allOf/0/$ref",
    " → ",
  ],
  [
    "a reference to another event",
    [field({ $ref: "moved.v1" }), eventContract("org.statehub.test.moved")],
    "reference-to-event",
    "/properties/field/$ref",
    "schemas/test/moved.v1.json",
  ],
  [
    "a definition called as its event",
    tried({ $defs: { part: { title: "TestTried" } } }),
    "name-clash",
    "/$defs/part",
    '"TestTried"',
  ],
  [
    "a definition called as an import",
    [field({ $ref: "../common/part.json" }, { $defs: { part: {} } }), part],
    "name-clash",
    "/$defs/part",
    "schemas/common/part.json",
  ],
  [
    "a name that the module needs",
    tried({ $defs: { part: { title: "Record" } } }),
    "bad-name",
    "/$defs/part",
    "used by every generated module",
  ],
  ["a name that is none", tried({ $defs: { "1": {} } }), "bad-name", "/$defs/1", "not PascalCase"],
  ["a key that leads nowhere", xEvent({ key: "/nothing" }), "bad-key", "/x-event/key", "leads nowhere"],
  [
    "a key that is not required",
    { ...xEvent({ key: "/other" }), properties: { id: {}, other: { type: "string" } } },
    "bad-key",
    "/x-event/key",
    "not required",
  ],
  [
    "a key that may be null",
    tried({ properties: { id: { type: ["string", "null"] } } }),
    "bad-key",
    "/x-event/key",
    "string or null",
  ],
  ["a key that may be anything", tried({ properties: { id: {} } }), "bad-key", "/x-event/key", "leads to anything"],
];

/** In these one of the two files is not what its path says, either. */
const TWO_THINGS = ["two files of one type", "two files of one $id"];

const isFile = (input: Contract | InputFile): input is InputFile =>
  typeof (input as InputFile).text === "string" && "file" in input;

function diagnose(input: Contract | InputFile | (Contract | InputFile)[]): {
  files: InputFile[];
  diagnostics: Diagnostic[];
} {
  const files = [input].flat().map((one) => (isFile(one) ? one : asFile(one)));
  return { files, diagnostics: readModel(files).diagnostics };
}

/** The text that stands at a diagnostic's line and column. */
function textAt(files: readonly InputFile[], { file, line, column }: Diagnostic): string {
  const text = files.find((one) => one.file === file)?.text.split("\n")[line - 1];
  return text?.slice(column - 1) ?? "";
}

describe("a diagnostic", () => {
  test.each(CASES)("says where %s is, and what to do", (_name, input, code, pointer, words) => {
    const { files, diagnostics } = diagnose(input);
    expect(diagnostics.map((one) => `${one.code} ${one.pointer}`)).toContain(`${code} ${pointer}`);
    const found = diagnostics.find((one) => one.code === code && one.pointer === pointer) as Diagnostic;
    expect(found.message).toContain(words);
    expect(found.message).toMatch(/^["a-z]/);
    expect(found.fix).toMatch(/^[a-z].*\.$/);
    expect(files.map(({ file }) => file)).toContain(found.file);
    // The line is that of the name of the last step, or of the item.
    const name = pointer.split("/").at(-1) ?? "";
    if (name !== "" && !/^\d+$/.test(name)) expect(textAt(files, found)).toMatch(`"${name}"`);
  });

  test("is one only, where one thing is wrong", () => {
    const several = CASES.filter(([, input]) => diagnose(input).diagnostics.length > 1).map(([name]) => name);
    expect(several).toEqual(TWO_THINGS);
  });

  test.each([
    ["broken JSON", raw('{\n  "a": 1,\n  "b" 2\n}'), 3, 7],
    ["a property that stands twice", raw('{\n  "title": "A",\n  "title": "B"\n}'), 3, 3],
    ["a property that stands twice, deep inside", raw('{ "a": [{ "b": 1,\n "b": 2 }] }'), 2, 2],
  ])("has the line and column of %s", (_name, input, line, column) => {
    expect(diagnose(input).diagnostics[0]).toMatchObject({ line, column });
  });

  test("of a schema directory that is empty is an error", () => {
    expect(readModel([]).diagnostics).toMatchObject([{ code: "no-contracts", severity: "error", file: "schemas" }]);
  });

  test("is not given for a reference to a file in which something else is wrong", () => {
    const { diagnostics } = diagnose([field({ $ref: "../common/part.json" }), without(part, "description")]);
    expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ["missing-keyword", "schemas/common/part.json"],
    ]);
  });

  test.each<[name: string, contract: Contract, code: DiagnosticCode, pointer: string, words: string]>([
    [
      "a valid example that is refused",
      tried({ examples: [{ id: "a" }, { id: 1 }] }),
      "invalid-example",
      "/examples/1",
      'at "/id": got number 1, want string',
    ],
    [
      "an invalid example that is accepted",
      tried({ "x-invalid-examples": [{ why: "no reason", data: { id: "a" } }] }),
      "accepted-invalid-example",
      "/x-invalid-examples/0",
      '"no reason"',
    ],
  ])("of generating the validators says where %s is", async (_name, contract, code, pointer, words) => {
    const model = modelOf(contract);
    const { diagnostics } = await validatorsModule(fileOf(model, "test/tried.v1"), model, runtime);
    expect(diagnostics).toMatchObject([{ code, pointer, file: "schemas/test/tried.v1.json" }]);
    expect(diagnostics[0]?.message).toContain(words);
    expect(diagnostics[0]?.line).toBeGreaterThan(1);
  });
});
