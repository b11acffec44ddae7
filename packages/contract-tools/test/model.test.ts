import { describe, expect, test } from "vitest";
import { bundle, digest } from "../src/model/bundle.ts";
import { canonicalJson } from "../src/model/canonical-json.ts";
import { sensitivePointers } from "../src/model/sensitive.ts";
import { pascalCase } from "../src/model/subject.ts";
import { commonContract, eventContract, eventOf, modelOf } from "./support/contracts.ts";

const TRIED = "org.statehub.test.tried";

describe("sensitive fields", () => {
  const secret = { type: "string", "x-classification": "secret" };
  const person = { type: "object", properties: { email: secret, id: { type: "string" } } };

  test.each<[name: string, properties: object, pointers: string[]]>([
    ["a field", { a: secret, b: { type: "string", "x-classification": "internal" } }, ["/a"]],
    ["a field of an object", { a: person }, ["/a/email"]],
    ["an item, whatever its index", { a: { type: "array", items: person } }, ["/a/*/email"]],
    ["an item by its index", { a: { type: "array", prefixItems: [secret] } }, ["/a/*"]],
    ["a value of a map, whatever its name", { a: { type: "object", additionalProperties: person } }, ["/a/*/email"]],
    ["a field behind a reference", { a: { $ref: "#/$defs/person" } }, ["/a/email"]],
    ["a field of an alternative", { a: { anyOf: [person, { type: "null" }] } }, ["/a/email"]],
    ["a whole object, and nothing more in it", { a: { ...person, "x-classification": "personal" } }, ["/a"]],
    ["a field with a slash in its name", { "a/b~": secret }, ["/a~1b~0"]],
    ["all that is inside a type that contains itself", { a: { $ref: "#/$defs/boss" } }, ["/a/boss", "/a/email"]],
    ["nothing in a type that contains itself and has no secrets", { a: { $ref: "#/$defs/tree" } }, []],
  ])("are found in %s", (_name, properties, pointers) => {
    const boss = { type: "object", properties: { email: secret, boss: { $ref: "#/$defs/boss" } } };
    const tree = { type: "object", properties: { branches: { type: "array", items: { $ref: "#/$defs/tree" } } } };
    const model = modelOf(eventContract(TRIED, { properties, $defs: { person, boss, tree } }));
    expect(sensitivePointers(eventOf(model, TRIED), model.references)).toEqual(pointers);
  });
});

describe("a bundle", () => {
  // Both fragments define a Part, and the event refers to neither of them itself.
  const fragment = (name: string, type: string) =>
    commonContract(name, {
      type: "object",
      properties: { part: { $ref: "#/$defs/part" } },
      $defs: { part: { type: "object", properties: { value: { type } } } },
    });
  const event = (names: readonly string[]) =>
    eventContract(TRIED, {
      properties: Object.fromEntries(names.map((name) => [name, { $ref: `../common/${name}.json` }])),
    });
  const modelWith = (names: readonly string[]) =>
    modelOf(event(names), fragment("one", "string"), fragment("two", "number"));

  test("tells definitions of one name in different files apart by their paths", () => {
    const model = modelWith(["one", "two"]);
    const { $defs } = bundle(eventOf(model, TRIED), model.references);
    expect(Object.keys($defs ?? {}).sort()).toEqual(["One", "Two", "common_one_Part", "common_two_Part"]);
    expect($defs?.Two).toMatchObject({ properties: { part: { $ref: "#/$defs/common_two_Part" } } });
  });

  test("has one digest whichever of them is reached first", () => {
    const [model, other] = [modelWith(["one", "two"]), modelWith(["two", "one"])];
    expect(digest(eventOf(model, TRIED), model.references)).toBe(digest(eventOf(other, TRIED), other.references));
  });
});

test.each([
  ['{"b":1,"a":[{"d":1,"c":2}]}', '{"a":[{"c":2,"d":1}],"b":1}'],
  ['{"__proto__":1,"a":2}', '{"__proto__":1,"a":2}'],
  ['{"10":1,"9":2}', '{"10":1,"9":2}'],
  ['{"é":1,"z":2,"Z":3}', '{"Z":3,"z":2,"é":1}'],
  ["-0", "0"],
])("the canonical text of %s is %s", (text, canonical) => {
  expect(canonicalJson(JSON.parse(text))).toBe(canonical);
});

test.each([
  ["repo-ref", "RepoRef"],
  ["goal_set", "GoalSet"],
  ["a__b", "AB"],
  ["sha256sum", "Sha256sum"],
  ["", ""],
])("%j is %j as the name of a type", (text, name) => {
  expect(pascalCase(text)).toBe(name);
});
