import { describe, expect, it } from "vitest";
import { compare, type Json, type JsonObject, type Options } from "../src/index.ts";

const S = { type: "string" };
const o = (properties: JsonObject, rest: JsonObject = {}): JsonObject => ({ type: "object", properties, ...rest });

/** Kind, location, old and new pointer, effect backward and forward: one line for each change. */
function changes(older: Json, newer: Json, options: Options = {}): string[] {
  return compare(older, newer, options).changes.map(
    ({ kind, location, old, new: now, backward, forward }) =>
      `${kind} ${location || "/"} ${old?.pointer ?? "-"} ${now?.pointer ?? "-"} ${backward.effect} ${forward.effect}`,
  );
}

describe("the changes between two schemas", () => {
  it("are none when only the wording differs", () => {
    expect(changes({ $ref: "#/$defs/a", $defs: { a: S } }, { $ref: "#/$defs/b", $defs: { b: S } })).toEqual([]);
    expect(changes({ oneOf: [S, { type: "null" }] }, { oneOf: [{ type: "null" }, S] })).toEqual([]);
  });

  it("tell properties that came, went, or became required", () => {
    expect(changes(o({ a: S, b: S }), o({ a: S, c: S }, { required: ["a"] }))).toEqual([
      "property-required /a - /required breaking none",
      "property-removed /b /properties/b - none breaking",
      "property-added /c - /properties/c breaking none",
    ]);
  });

  it("judge by the content model", () => {
    expect(changes(o({ a: S }), o({ a: { type: "string", maxLength: 3 }, c: S }), { model: "contract" })).toEqual([
      "property-added /c - /properties/c none none",
      "max-length-added /a - /properties/a/maxLength none none",
    ]);
  });

  it("follow references on both sides", () => {
    const older = {
      $defs: { t: o({ x: { type: "integer" } }) },
      ...o({ list: { type: "array", items: { $ref: "#/$defs/t" } } }),
    };
    const newer = o({ list: { type: "array", items: o({ x: { type: "number" } }) } });
    expect(changes(older, newer)).toEqual([
      "type-changed /list/*/x /$defs/t/properties/x/type /properties/list/items/properties/x/type none breaking",
    ]);
  });

  it("name bounds, members and branches", () => {
    expect(changes({ type: "number", minimum: 1 }, { type: "number", minimum: 2 })).toEqual([
      "minimum-raised / /minimum /minimum breaking none",
    ]);
    expect(changes({ enum: ["a"] }, { enum: ["a", "b"] })).toEqual(["enum-member-added / /enum /enum none breaking"]);
    expect(changes({ anyOf: [S] }, { anyOf: [{ type: "null" }, S] })).toEqual([
      "branch-added / - /anyOf/0 none breaking",
    ]);
  });

  it("report what is for people only as such", () => {
    expect(changes({ ...S, description: "a" }, { ...S, description: "b" })).toEqual([
      "annotation-changed /   none none",
    ]);
  });

  it("do not call breaking what the whole makes up for", () => {
    const older = { type: "string", minLength: 2, pattern: "^..." };
    const newer = { type: "string", minLength: 3, pattern: "^.." };
    expect(compare(older, newer).backward.answer).toBe("yes");
    expect(changes(older, newer).every((line) => line.includes(" none "))).toBe(true);
  });

  it("carry a sentence and an example", () => {
    const [change] = compare(o({ a: S }), o({ a: S }, { required: ["a"] })).changes;
    expect(change).toMatchObject({
      sentence: 'the property "a" became required',
      backward: { effect: "breaking", example: {} },
    });
  });

  it("are all listed when the time is over", () => {
    const [older, newer] = [2, 3].map((length) =>
      o({ a: { ...S, maxLength: length }, b: { pattern: `^.{${length}}$` } }),
    );
    const { changes, backward } = compare(older as Json, newer as Json, { budget: { milliseconds: -1 } });
    expect(backward).toMatchObject({ answer: "unknown", reason: "too much time" });
    expect(changes.map(({ kind }) => kind)).toEqual(["max-length-raised", "pattern-changed"]);
    expect(changes.every((change) => change.backward.effect === "unknown")).toBe(true);
  });

  it("name the first of many members only", () => {
    const [change] = compare({ enum: ["a"] }, { enum: ["a", ...Array(30).keys()] }).changes;
    expect(change?.sentence).toMatch(/^the members 0, 1, .*, 19 and 10 more were added$/);
  });
});
