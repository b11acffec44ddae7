import { expect, onTestFinished, test } from "vitest";
import { Clone } from "./support/clone.ts";
import { stepsOf, take } from "./support/walk.ts";

const document = "docs/propose-an-event.md";
/** Some thirty commands, each of which starts npm and Node. */
const TIMEOUT = 600_000;
const lint = "npm run --silent statehub-events -- lint --json";

async function cloned(): Promise<Clone> {
  const clone = await Clone.make();
  onTestFinished(() => clone[Symbol.dispose]());
  return clone;
}

test(`${document} leads from an idea to a second released version, command by command`, {
  timeout: TIMEOUT,
}, async () => {
  const clone = await cloned();
  const told: string[] = [];
  for (const step of stepsOf(document)) {
    if (step.text.includes("TODO")) {
      // Lint names the places that `new` named, and nothing else.
      const { diagnostics } = JSON.parse((await clone.run(lint)).stdout);
      const found = diagnostics.map((one: { file: string; line: number; column: number; pointer: string }) => {
        const { file, line, column, pointer } = one;
        return `  ${file}:${line}:${column} ${pointer}`;
      });
      expect(found).toHaveLength(3);
      expect(told.at(-1)).toContain(`to be written by you:\n${found.join("\n")}\n`);
    }
    told.push((await take(step, clone)).stdout);
  }
  expect(JSON.parse(clone.read("schemas/repo/archived.v1.json"))["x-event"]).toMatchObject({
    version: "1.1.0",
    lifecycle: "stable",
  });
  const digests = Object.keys(JSON.parse(clone.read("schemas/released/digests.json")));
  expect(digests.filter((path) => path.startsWith("repo/archived/"))).toEqual([
    "repo/archived/1.0.0",
    "repo/archived/1.1.0",
  ]);
  const reports = told.filter((one) => one.includes("## Event contracts"));
  expect(reports).toHaveLength(3);
  for (const report of reports) expect(report).toContain("`org.statehub.repo.archived`");
  // All that the commands made is in the commits that the document tells to make, and is as generated.
  expect(await clone.run("git status --porcelain")).toMatchObject({ stdout: "" });
  expect(await clone.run("npm run --silent generate -- --check")).toMatchObject({ code: 0 });
  // Releasing again changes nothing, and the changesets say enough for the packages.
  expect(await clone.run("npm run --silent statehub-events -- release")).toMatchObject({ code: 0 });
  expect(await clone.run("git status --porcelain")).toMatchObject({ stdout: "" });
  expect((await clone.run("npx changeset status")).stdout).toMatch(
    /minor\n {2}- @statehub\/events-contracts\n {2}- @statehub\/events-publisher/,
  );
});
