import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, isSubschema, type Json, type Prepared, prepare } from "../src/index.ts";
import { schemas } from "./arbitrary.ts";

const older = { type: "object", properties: { id: { type: "string", maxLength: 5 } }, required: ["id"] };
const newer = { type: "object", properties: { id: { type: "string" }, name: { type: "string" } }, required: ["id"] };

describe("a prepared schema", () => {
  it("stands for the schema, on either side", () => {
    const prepared = prepare(newer, { model: "contract" });
    const plain = compare(older, newer, { model: "contract" });
    expect(compare(prepare(older, { model: "contract" }, prepared), prepared)).toEqual(plain);
    expect(compare(prepare(older, { model: "contract" }), prepared)).toEqual(plain);
    expect(compare(older, prepared)).toEqual(plain);
  });

  it("keeps the documents and the draft that it was prepared with", () => {
    const schema = { $ref: "https://a.test/common" };
    const [narrow, wide] = ["integer", "number"].map((type) =>
      prepare(schema, { documents: { "https://a.test/common": { type } } }),
    ) as unknown as [Prepared, Prepared];
    expect([isSubschema(narrow, wide).answer, isSubschema(wide, narrow).answer]).toEqual(["yes", "no"]);
    const [old, modern] = [prepare({ const: 1 }, { dialect: "draft-04" }), prepare({ const: 1 })];
    expect([isSubschema(old, modern).answer, isSubschema(modern, old).answer]).toEqual(["no", "yes"]);
  });

  it("that cannot be read gets unknown", () => {
    expect(isSubschema(prepare({ properties: [] }), {})).toMatchObject({ answer: "unknown", keyword: "properties" });
  });

  it("goes with its like only", () => {
    const contract = prepare(older, { model: "contract" });
    expect(() => compare(prepare(older), contract)).toThrow(/want one model/);
    expect(() => prepare(newer, { formats: "annotate" }, prepare(older))).toThrow(/want one table/);
  });

  it("gives the answers of the schema, whatever was asked before of those beside it", () => {
    fc.assert(
      fc.property(fc.array(schemas, { minLength: 2, maxLength: 4 }), (list) => {
        const [first = true, ...others] = list;
        const beside = prepare(first);
        const all = [beside, ...others.map((one) => prepare(one, {}, beside))];
        for (const [i, a] of all.entries()) {
          for (const [j, b] of all.entries()) {
            expect(isSubschema(a, b).answer).toBe(isSubschema(list[i] as Json, list[j] as Json).answer);
          }
        }
      }),
      { numRuns: 150, seed: 20_261_126 },
    );
  });
});
