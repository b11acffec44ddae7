import { describe, expect, test } from "vitest";
import type { DiagnosticCode } from "../src/diagnostics/table.ts";
import { snapshot, snapshotPathOf } from "../src/model/bundle.ts";
import type { InputFile } from "../src/model/model.ts";
import { lockText, readReleased, releasedFileOf } from "../src/model/released.ts";
import { textDigest } from "../src/model/text-digest.ts";
import { commonContract, eventContract, eventOf, modelOf } from "./support/contracts.ts";

const TRIED = "org.statehub.test.tried";
const LOCK = "schemas/released/digests.json";

/** A version of the event, as `release` freezes it. */
function frozen(version: string, properties: object = {}, type: string = TRIED): { path: string; schema: object } {
  const contract = eventContract(type, { properties });
  const event = { ...(contract["x-event"] as object), version };
  const part = commonContract("part", { type: "string" });
  const model = modelOf({ ...contract, "x-event": event }, part);
  return { path: snapshotPathOf(eventOf(model, type)), schema: snapshot(eventOf(model, type), model) };
}

const fileOf = ({ path, schema }: { path: string; schema: object }): InputFile => ({
  file: releasedFileOf(path),
  text: JSON.stringify(schema, null, 2),
});

/** The files of released versions and their lock. */
function released(...versions: readonly ReturnType<typeof frozen>[]): InputFile[] {
  const lock = Object.fromEntries(versions.map((one) => [one.path, textDigest(fileOf(one).text)]));
  return [{ file: LOCK, text: lockText(lock) }, ...versions.map((one) => fileOf(one))];
}

describe("released versions", () => {
  test("are read by type, oldest first, a later major as a type of its own", () => {
    const versions = ["1.10.0", "1.9.0", "1.0.0", "1.9.1"].map((version) => frozen(version));
    const later = frozen("2.0.0", {}, `${TRIED}.v2`);
    const { released: found, diagnostics } = readReleased(released(...versions, later));
    expect(diagnostics).toEqual([]);
    expect([...found.byType].map(([type, all]) => [type, all.map(({ version }) => version)])).toEqual([
      [TRIED, ["1.0.0", "1.9.0", "1.9.1", "1.10.0"]],
      [`${TRIED}.v2`, ["2.0.0"]],
    ]);
    expect(found.byType.get(`${TRIED}.v2`)?.[0]).toMatchObject({ path: "test/tried/2.0.0", major: 2 });
  });

  test("are none where there is no folder", () => {
    expect(readReleased([])).toEqual({ released: { byType: new Map(), lock: {} }, diagnostics: [] });
  });

  test("may have other line ends", () => {
    const [lock, file] = released(frozen("1.0.0")) as [InputFile, InputFile];
    const text = file.text.replaceAll("\n", "\r\n");
    const { released: found, diagnostics } = readReleased([lock, { ...file, text }]);
    expect(diagnostics).toEqual([]);
    expect(found.byType.get(TRIED)?.[0]?.schema).toEqual(JSON.parse(file.text));
  });

  test("are not to be moved, with their line in the lock", () => {
    const [lock, file] = released(frozen("1.0.0")) as [InputFile, InputFile];
    const [from, to] = ["test/tried/1.0.0", "test/tried/1.1.0"];
    const moved = { file: file.file.replace(from, to), text: file.text };
    const { diagnostics } = readReleased([{ ...lock, text: lock.text.replace(from, to) }, moved]);
    expect(diagnostics).toMatchObject([{ code: "released-place", file: moved.file }]);
  });

  test("whose lock was written by hand over something else are an error where they are used", () => {
    const [lock, file] = released(frozen("1.0.0")) as [InputFile, InputFile];
    const text = `${file.text}}`;
    const forged = lockText({ "test/tried/1.0.0": textDigest(text) });
    const { released: found } = readReleased([
      { ...lock, text: forged },
      { ...file, text },
    ]);
    expect(() => found.byType.get(TRIED)?.[0]?.schema).toThrow(
      /^schemas\/released\/test\/tried\/1\.0\.0\.json:\d+: not valid JSON/,
    );
  });

  test("hold all that they refer to, so that the digest covers it", () => {
    const version = frozen("1.0.0", { part: { $ref: "../common/part.json" } });
    expect(version.schema).toMatchObject({
      $id: "https://schemas.statehub.org/test/tried/1.0.0",
      properties: { part: { $ref: "#/$defs/Part" } },
      $defs: { Part: { type: "string" } },
    });
  });

  const version = frozen("1.0.0");
  const [lock, file] = released(version) as [InputFile, InputFile];
  const edited = (from: string, to: string): InputFile => ({ ...file, text: file.text.replace(from, to) });

  test.each<[name: string, files: InputFile[], code: DiagnosticCode, words: string, file: string]>([
    ["an edited one", [lock, edited('"string"', '"integer"')], "released-edited", "test/tried/1.0.0", file.file],
    ["one in another layout", [lock, edited("\n", "\n\n")], "released-edited", "was edited", file.file],
    ["an edited description", [lock, edited("happened", "occurred")], "released-edited", "was edited", file.file],
    ["a missing one", [lock], "released-missing", "test/tried/1.0.0", file.file],
    ["one that the lock does not know", [file], "released-unlocked", "test/tried/1.0.0", file.file],
    ["one with another $id", [lock, edited("tried/1.0.0", "tried/1.0.1")], "released-place", "tried/1.0.1", file.file],
    ["one with another version", [lock, edited('"1.0.0"', '"1.0.1"')], "released-place", '"1.0.1"', file.file],
    ["one that is no JSON", [lock, { ...file, text: "{" }], "json-syntax", "not valid JSON", file.file],
    ["one that is no object", [lock, { ...file, text: "[]" }], "not-an-object", "got []", file.file],
    ["a lock that is no JSON", [{ ...lock, text: "<<<<<<< HEAD\n" }, file], "json-syntax", "not valid JSON", LOCK],
    ["a lock with something else in it", [{ ...lock, text: '{"a": 1}' }, file], "released-lock", "not a lock", LOCK],
  ])("are looked through for %s", (_name, files, code, words, path) => {
    const { diagnostics } = readReleased(files);
    expect(diagnostics).toMatchObject([{ code, severity: "error", file: path }]);
    expect(diagnostics[0]?.message).toContain(words);
  });
});
