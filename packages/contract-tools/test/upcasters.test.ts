import { describe, expect, test } from "vitest";
import { checkUpcasters } from "../src/generate/typescript/upcasters.ts";
import { indexFiles } from "../src/generate/units.ts";
import { eventContract, modelOf } from "./support/contracts.ts";

const FOLDER = "packages/events-contracts/src/upcasters";
const contracts = (...types: string[]) => types.map((type) => eventContract(`org.statehub.${type}`));
const moduleOf = (...types: string[]): string =>
  indexFiles(modelOf(...contracts(...types)), undefined).find(({ path }) => path.endsWith("/gen/upcasters.ts"))?.text ??
  "";

describe("the index of upcasters", () => {
  test("names one per step, from each major to the next that there is, whatever the order of their names", () => {
    const text = moduleOf("repo.moved", "repo.moved.v2", "repo.moved.v10", "task.closed", "a.b.set.v3", "a.b.set.v4");
    const steps = [...text.matchAll(/^import \{ (\w+) \} from "([^"]+)";$/gm)].map(([, name, path]) => [name, path]);
    expect(steps).toEqual([
      ["aBSetV3ToV4", "../upcasters/a/b/set.v3-v4.ts"],
      ["repoMovedToV2", "../upcasters/repo/moved.v1-v2.ts"],
      ["repoMovedV2ToV10", "../upcasters/repo/moved.v2-v10.ts"],
    ]);
    expect(text).toContain('"org.statehub.repo.moved": "org.statehub.repo.moved.v2";');
    expect(text).toContain('"org.statehub.repo.moved.v2": repoMovedV2ToV10,');
  });

  test("is there, and empty, where every event has one major", () => {
    expect(moduleOf("repo.moved", "task.closed")).toMatch(/upcasters: .* = \{\};\n$/);
  });
});

describe("the files of upcasters", () => {
  const model = modelOf(...contracts("repo.moved", "repo.moved.v2"));
  const file = `${FOLDER}/repo/moved.v1-v2.ts`;

  test("are those that the majors ask for", () => {
    expect(checkUpcasters(model, [file])).toEqual([]);
    expect(checkUpcasters(modelOf(...contracts("repo.moved")), [])).toEqual([]);
  });

  test("a missing one is named where the later major is", () => {
    expect(checkUpcasters(model, [])).toMatchObject([
      {
        code: "missing-upcaster",
        file: "schemas/repo/moved.v2.json",
        pointer: "/x-event/type",
        message: expect.stringContaining('"org.statehub.repo.moved"'),
        fix: expect.stringContaining(file),
      },
    ]);
  });

  test("one that no majors ask for is named", () => {
    expect(checkUpcasters(model, [file, `${FOLDER}/repo/moved.v2-v3.ts`])).toMatchObject([
      { code: "unknown-upcaster", file: `${FOLDER}/repo/moved.v2-v3.ts`, pointer: "" },
    ]);
  });
});
