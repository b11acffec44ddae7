import { upcasterProperties } from "@statehub/contract-tools/testing";
import { expect, test } from "vitest";
import { readSchema, type Upcaster, upcasters } from "../src/index.ts";

const steps: [type: string, upcaster: Upcaster][] = Object.entries(upcasters);

test("each upcaster leads away from the type that it stands under, to a later major of it", () => {
  for (const [type, { from, to }] of steps) {
    expect(from.type).toBe(type);
    expect(to.type).toMatch(/\.v\d+$/);
    expect(to.type.replace(/\.v\d+$/, "")).toBe(from.type.replace(/\.v\d+$/, ""));
  }
});

for (const [type, upcaster] of steps) {
  const schema = await readSchema(upcaster.from.dataschema);
  if (schema === undefined) throw new Error(`there is no schema of ${type}: run generate`);
  test.each(upcasterProperties(upcaster, schema))("$name", ({ check }) => check({ seed: 1 }));
}
