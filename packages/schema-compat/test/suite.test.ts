import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Dialect, isSubschema, type Json, validatorOf } from "../src/index.ts";
import { reworded } from "./reworded.ts";

/**
 * The official JSON-Schema-Test-Suite. The registry has it for draft-04 only, so that one is also run in the words of
 * each later draft; with a checkout of the suite in JSON_SCHEMA_TEST_SUITE every draft runs its own.
 */
const packaged = dirname(createRequire(import.meta.url).resolve("json-schema-test-suite/package.json"));
const checkout = process.env.JSON_SCHEMA_TEST_SUITE;
const root = checkout ?? packaged;
const drafts: Readonly<Record<string, Dialect>> = {
  draft4: "draft-04",
  ...(checkout === undefined
    ? {}
    : { draft6: "draft-06", draft7: "draft-07", "draft2019-09": "2019-09", "draft2020-12": "2020-12" }),
};

interface Group {
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly { readonly description: string; readonly data: Json; readonly valid: boolean }[];
}

function remotes(folder: string, prefix = "http://localhost:1234/"): Record<string, Json> {
  const found: Record<string, Json> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) Object.assign(found, remotes(path, `${prefix}${entry.name}/`));
    else if (entry.name.endsWith(".json")) found[prefix + entry.name] = JSON.parse(readFileSync(path, "utf8")) as Json;
  }
  return found;
}

const documents = remotes(join(root, "remotes"));

/** What is outside of what the package claims. */
function isClaimed(group: Group): boolean {
  // Vocabularies are not switched off one by one.
  return !JSON.stringify(group.schema).includes("metaschema-no-validation");
}

const later = checkout === undefined ? (["draft-06", "draft-07", "2019-09", "2020-12"] as const) : [];
const runs: readonly { folder: string; dialect: Dialect; reword: (groups: Group[]) => Group[] }[] = [
  ...Object.entries(drafts).map(([folder, dialect]) => ({ folder, dialect, reword: (groups: Group[]) => groups })),
  ...later.map((dialect) => ({
    folder: "draft4",
    dialect,
    // References into another document would have to be reworded there.
    reword: (groups: Group[]) =>
      groups
        .filter((group) => !/localhost|draft-04/.test(JSON.stringify(group.schema)))
        .map((group) => ({ ...group, schema: reworded(group.schema, dialect) })),
  })),
];

for (const { folder, dialect, reword } of runs) {
  describe(`the official suite, ${dialect}`, () => {
    const files = readdirSync(join(root, "tests", folder)).filter((name) => name.endsWith(".json"));
    for (const file of files) {
      const groups = JSON.parse(readFileSync(join(root, "tests", folder, file), "utf8")) as Group[];
      it(`${file}: membership, and inclusion of a single instance`, () => {
        for (const group of reword(groups).filter(isClaimed)) {
          const options = {
            dialect,
            formats: "annotate",
            refSiblings: "ignored",
            documents: JSON.stringify(group.schema).includes("localhost") ? documents : {},
          } as const;
          const accepts = validatorOf(group.schema, options);
          for (const { description, data, valid } of group.tests) {
            const name = `${group.description}: ${description}`;
            expect(accepts(data), name).toBe(valid);
            const verdict = isSubschema({ enum: [data] }, group.schema, options);
            if (valid) expect(verdict.answer, name).toBe("yes");
            // Where ajv cannot run a schema or gets it wrong, a refusal must not be claimed.
            else if (verdict.answer !== "no") expect(verdict, name).toHaveProperty("unconfirmed");
          }
        }
      });
    }
  });
}
