import type { Suite } from "../suite.ts";
import { measureIncremental } from "./incremental.ts";
import { measureTypes } from "./types.ts";
import { measureValidators } from "./validators.ts";

/** Generation of 10, 100 and 1,000 events beside other generators. */
export const generateSuite: Suite = {
  name: "generate",
  summary: "types, validators and one changed schema, at 10, 100 and 1,000 events",
  async run(effort, note) {
    const sizes = effort.isQuick ? [10, 100] : [10, 100, 1000];
    const parts = [];
    for (const size of sizes) parts.push(measureTypes(size, effort, note));
    for (const size of sizes) parts.push(measureValidators(size, effort, note));
    parts.push(measureIncremental(sizes.at(-1) as number, effort, note));
    return {
      suite: "generate",
      tables: parts.map(({ table }) => table),
      aims: parts.flatMap(({ aims }) => aims),
    };
  },
};
