import { describe, expect, it } from "vitest";
import { compare } from "../src/index.ts";
import { objectSections } from "./tour/objects.ts";
import { valueSections } from "./tour/values.ts";

for (const { title, cases } of [...objectSections, ...valueSections]) {
  describe(`the tour: ${title.toLowerCase()}`, () => {
    it.each(cases)("$title", ({ older, newer, contract, asWritten }) => {
      const under = (model: "contract" | "as-written"): readonly string[] => {
        const { backward, forward } = compare(older, newer, { model, changes: false });
        return [backward.answer, forward.answer];
      };
      expect({ contract: under("contract"), asWritten: under("as-written") }).toEqual({ contract, asWritten });
    });
  });
}
