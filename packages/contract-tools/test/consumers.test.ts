import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { bundle } from "../src/model/bundle.ts";
import {
  CONSUMER_META_SCHEMA,
  type ConsumerProfile,
  type FieldRead,
  type KnownEvent,
  readConsumers,
  touches,
} from "../src/model/consumers.ts";
import { fieldPointers, hasField } from "../src/model/fields.ts";
import { commonContract, eventContract, eventOf, modelOf } from "./support/contracts.ts";

const TYPE = "org.statehub.test.tried";
const model = modelOf(
  eventContract(TYPE, {
    properties: {
      owner: { $ref: "../common/team.json" },
      tags: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
      labels: { type: "object", additionalProperties: { type: "string" } },
      "a/b": { type: "string" },
      tree: { $ref: "#/$defs/Tree" },
      link: {
        oneOf: [
          { type: "object", properties: { kind: { const: "a" }, url: { type: "string" } }, required: ["kind"] },
          { type: "object", properties: { kind: { const: "b" }, path: { type: "string" } }, required: ["kind"] },
        ],
      },
    },
    $defs: { Tree: { type: "object", properties: { children: { type: "array", items: { $ref: "#/$defs/Tree" } } } } },
  }),
  commonContract("team", { type: "object", properties: { slug: { type: "string" } }, examples: [{}] }),
);
const schema = bundle(eventOf(model, TYPE), model.references);
const known: KnownEvent[] = [{ type: TYPE, schemas: [schema] }];

const field = (more: Partial<FieldRead> = {}): FieldRead => ({
  pointer: "/owner/slug",
  file: "src/handler.ts",
  line: 3,
  column: 9,
  access: "read",
  ...more,
});
const profile = (more: object = {}): ConsumerProfile => ({
  $schema: CONSUMER_META_SCHEMA,
  consumer: "reader",
  owner: "team-test",
  repository: "https://example.org/reader",
  scanned: [{ file: "src/handler.ts", digest: `sha256:${"0".repeat(64)}` }],
  reads: [{ type: TYPE, versions: "^1.0.0", fields: [field()] }],
  ...more,
});
const reading = (more: Partial<FieldRead>): object => ({
  reads: [{ type: TYPE, versions: "^1.0.0", fields: [field(more)] }],
});
const asFile = (value: unknown, file = "consumers/reader.json") => ({ file, text: JSON.stringify(value, null, 2) });

const metaSchema = JSON.parse(readFileSync(join(import.meta.dirname, "../meta/consumer.v1.json"), "utf8"));
const isValid = new Ajv2020().compile(metaSchema);

describe("a reader profile", () => {
  test("that is in order is read, and accepted by the meta-schema", () => {
    const { profiles, diagnostics } = readConsumers([asFile(profile())], known);
    expect(diagnostics).toEqual([]);
    expect(profiles.map((one) => one.profile)).toEqual([profile()]);
    expect(isValid(profile())).toBe(true);
  });

  test.each<[name: string, value: unknown, code: string, pointer: string, words: string]>([
    ["is a list", [], "profile-value", "", "got [], want an object"],
    ["is of another dialect", profile({ $schema: "x" }), "profile-value", "/$schema", CONSUMER_META_SCHEMA],
    ["has no owner", { ...profile(), owner: undefined }, "profile-value", "/owner", "owner nothing"],
    ["has a name in capitals", profile({ consumer: "Reader" }), "profile-value", "/consumer", "lower-case"],
    ["has a misspelt member", profile({ scaned: [] }), "profile-member", "/scaned", 'Did you mean "scanned"?'],
    ["has no list of reads", profile({ reads: {} }), "profile-value", "/reads", "want a list"],
    ["has a read that is text", profile({ reads: ["x"] }), "profile-value", "/reads/0", 'got "x"'],
    [
      "has an unknown access",
      profile(reading({ access: "write" as "read" })),
      "profile-value",
      "/reads/0/fields/0/access",
      '"read" or "whole"',
    ],
    ["has a line 0", profile(reading({ line: 0 })), "profile-value", "/reads/0/fields/0/line", "1 or more"],
    [
      "has a pointer without a slash",
      profile(reading({ pointer: "owner" })),
      "profile-value",
      "/reads/0/fields/0/pointer",
      "JSON Pointer",
    ],
    [
      "has a short digest",
      profile({ scanned: [{ file: "a.ts", digest: "sha256:0" }] }),
      "profile-value",
      "/scanned/0/digest",
      "64",
    ],
    [
      "has a range that is none",
      profile({ reads: [{ type: TYPE, versions: "1.x", fields: [] }] }),
      "profile-value",
      "/reads/0/versions",
      '"^1.0.0"',
    ],
  ])("that %s is refused at the place, here and by the meta-schema", (_name, value, code, pointer, words) => {
    const { profiles, diagnostics } = readConsumers([asFile(value)], known);
    expect(diagnostics).toMatchObject([{ code, pointer, file: "consumers/reader.json" }]);
    expect(diagnostics[0]?.message).toContain(words);
    expect(profiles).toEqual([]);
    expect(isValid(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  test.each<[name: string, value: unknown, code: string, pointer: string, words: string]>([
    [
      "of an unknown event type",
      profile({ reads: [{ type: "org.statehub.test.tryed", versions: "^1.0.0", fields: [] }] }),
      "unknown-event",
      "/reads/0/type",
      `Did you mean "${TYPE}"?`,
    ],
    [
      "of a field that no version has",
      profile(reading({ pointer: "/owner/slag" })),
      "unknown-field",
      "/reads/0/fields/0/pointer",
      'Did you mean "/owner/slug"?',
    ],
    [
      "of another major than the type's",
      profile({ reads: [{ type: TYPE, versions: "^2.0.0", fields: [] }] }),
      "profile-value",
      "/reads/0/versions",
      "major 1",
    ],
  ])("that tells %s is reported with its line, and read all the same", (_name, value, code, pointer, words) => {
    const { profiles, diagnostics } = readConsumers([asFile(value)], known);
    expect(diagnostics).toMatchObject([{ code, pointer }]);
    expect(diagnostics[0]?.message).toContain(words);
    expect(diagnostics[0]?.line).toBeGreaterThan(7);
    expect(profiles).toHaveLength(1);
  });

  test("of a consumer that has another one is reported", () => {
    const { diagnostics } = readConsumers([
      asFile(profile(), "consumers/a.json"),
      asFile(profile(), "consumers/b.json"),
    ]);
    expect(diagnostics).toMatchObject([{ code: "duplicate-consumer", file: "consumers/b.json", pointer: "/consumer" }]);
  });

  test("that is not JSON is reported with its line", () => {
    const { diagnostics } = readConsumers([{ file: "consumers/a.json", text: '{\n  "a" 1\n}' }]);
    expect(diagnostics).toMatchObject([{ code: "json-syntax", line: 2 }]);
  });
});

describe("the fields of a schema", () => {
  test("are all that it declares, through references, items, maps and alternatives", () => {
    expect(fieldPointers(schema)).toEqual([
      "/id",
      "/owner",
      "/owner/slug",
      "/tags",
      "/tags/*",
      "/tags/*/name",
      "/labels",
      "/labels/*",
      "/a~1b",
      "/tree",
      "/tree/children",
      "/tree/children/*",
      "/link",
      "/link/kind",
      "/link/url",
      "/link/path",
    ]);
  });

  test.each([
    ["", true],
    ["/a~1b", true],
    ["/tags/0/name", true],
    ["/labels/team", true],
    ["/labels/*", true],
    ["/tree/children/*/children/*/children", true],
    ["/link/path", true],
    ["/nothing", false],
    ["/owner/slug/x", false],
    ["/tags/name", false],
  ])("and %j among them is %s", (pointer, is) => {
    expect(hasField(schema, pointer)).toBe(is);
  });
});

describe("a read", () => {
  test.each<[pointer: string, access: FieldRead["access"], at: string, is: boolean]>([
    ["/owner/slug", "read", "/owner/slug", true],
    ["/owner/slug", "read", "/owner", true],
    ["/owner", "read", "/owner/slug", false],
    ["/owner", "whole", "/owner/slug", true],
    ["", "whole", "/owner/slug", true],
    ["/owner", "whole", "/tags", false],
    ["/tags/*/name", "read", "/tags/0/name", true],
    ["/tags/0", "whole", "/tags/*/name", true],
    ["/own", "whole", "/owner", false],
  ])("at %j (%s) touches %j: %s", (pointer, access, at, is) => {
    expect(touches(field({ pointer, access }), at)).toBe(is);
  });
});
