import { describe, expect, test } from "vitest";
import { type TestedContract, type TestedUpcaster, upcasterProperties } from "../../src/testing/index.ts";

const schema = {
  type: "object",
  properties: {
    id: { type: "string", maxLength: 9 },
    count: { type: "integer", minimum: 0 },
    note: { type: "string" },
  },
  required: ["id", "count"],
  examples: [{ id: "rare", count: 7_777_777 }],
};

type Data = Readonly<Record<string, unknown>>;

function contract(type: string, names: readonly string[]): TestedContract {
  const validate = (isFine: (data: Data) => boolean, keyword: string): TestedContract["strict"] => {
    const validator: TestedContract["strict"] = (data) => {
      const isValid = isFine(data as Data);
      validator.errors = isValid ? null : [{ instancePath: "", keyword }];
      return isValid;
    };
    return validator;
  };
  return {
    type,
    key: "/id",
    tolerant: validate((data) => typeof data.id === "string" && typeof data.total === "number", "required"),
    strict: validate((data) => Object.keys(data).every((name) => names.includes(name)), "additionalProperties"),
  };
}

const upcaster = (upcast: (data: Data) => unknown): TestedUpcaster => ({
  from: contract("test.tried", ["id", "count", "note"]),
  to: contract("test.tried.v2", ["id", "total", "note"]),
  upcast,
});

const right = ({ count, ...same }: Data): unknown => ({ ...same, total: count });
let calls = 0;

describe("the properties of an upcaster", () => {
  test("hold of one that is right", () => {
    for (const { check } of upcasterProperties(upcaster(right), schema)) check({ seed: 1 });
  });

  test.each<[what: string, upcast: (data: Data) => unknown, property: string, words: string]>([
    ["forgets a field", ({ id }) => ({ id }), "is accepted", "refused:  required"],
    [
      "throws for some",
      (data) => {
        if (data.note) throw new RangeError("no notes");
        return right(data);
      },
      "is accepted",
      "no notes",
    ],
    ["fails for an example alone", (data) => (data.count === 7_777_777 ? {} : right(data)), "is accepted", "refused"],
    ["leaves the old name", (data) => ({ ...data, total: data.count }), "leaves nothing behind", "undeclared"],
    [
      "changes the key",
      (data) => ({ ...(right(data) as Data), id: `x${data.id}` }),
      "the key keeps its value",
      "another value at /id",
    ],
    [
      "counts its calls",
      (data) => ({ ...(right(data) as Data), note: String(calls++) }),
      "the same event",
      "the second time",
    ],
    ["changes what it is given", (data) => Object.assign(data, { total: data.count }), "the same event", "has changed"],
  ])("do not hold of one that %s", (_, upcast, name, words) => {
    const failing = upcasterProperties(upcaster(upcast), schema).find((one) => one.name.includes(name));
    expect(() => failing?.check({ seed: 1 })).toThrow(words);
  });

  test("name the step", () => {
    expect(upcasterProperties(upcaster(right), schema)[0]?.name).toMatch(/^test\.tried to test\.tried\.v2: /);
  });
});
