import { expect, test } from "vitest";
import { pathsOf, read } from "./support/workspace.ts";

test("decisions are numbered one after the other, in the name and in the heading", () => {
  const files = pathsOf("docs/decisions/*.md").sort();
  expect(files.length).toBeGreaterThan(10);
  const wanted = files.map((_, i) => String(i + 1).padStart(4, "0"));
  expect(files.map((path) => /(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1])).toEqual(wanted);
  expect(files.map((path) => /^# (\d{4}): \S/.exec(read(path))?.[1])).toEqual(wanted);
});
