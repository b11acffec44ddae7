import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { type Ran, statehubEvents } from "./support/command.ts";
import { contract, json } from "./support/contracts.ts";
import { repositoryOf, writeFiles } from "./support/repository.ts";
import { treeOf } from "./support/tree.ts";

/** Loaded into the command: it kills its own process, with SIGKILL, at the given call of a function of node:fs. */
const killer = fileURLToPath(new URL("./support/kill-at.ts", import.meta.url));

function killedAt(root: string, call: string): Promise<Ran> {
  const args = ["generate", "--root", root];
  return statehubEvents(args, { nodeOptions: ["--import", killer], env: { KILL_AT: call } });
}

const generate = (root: string, ...options: string[]): Promise<Ran> =>
  statehubEvents(["generate", "--root", root, ...options]);

const temporaries = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".tmp"));

/** Schemas of events that differ in their names. */
function schemas(count: number): Record<string, string> {
  const nouns = Array.from({ length: count }, (_, i) => `tool${i}`);
  return Object.fromEntries(
    nouns.map((noun) => [`schemas/${noun}/installed.v1.json`, json(contract(noun, "installed"))]),
  );
}

describe.concurrent("a run that is killed with SIGKILL", () => {
  const calls: { when: string; call: string; leaves: boolean }[] = [
    { when: "before the first file is written", call: "writeFileSync 1 before", leaves: false },
    { when: "half way into the first file", call: "writeFileSync 1 half", leaves: true },
    { when: "with half of the files written, and none in its place", call: "writeFileSync 20 half", leaves: true },
    { when: "with all files written, and none in its place", call: "renameSync 1 before", leaves: true },
    { when: "with half of the files in their places", call: "renameSync 20 before", leaves: true },
    { when: "while it writes its record", call: "writeFileSync generate.json half", leaves: true },
  ];

  test.each(calls)(
    "$when, leaves nothing half-written that the next run does not put right",
    async ({ call, leaves }) => {
      const files = schemas(8);
      const root = await repositoryOf(files);
      const fresh = await repositoryOf(files);
      await generate(fresh);
      const whole = treeOf(fresh);

      expect(await killedAt(root, call)).toMatchObject({ code: null, signal: "SIGKILL" });

      expect(temporaries(root).length > 0).toBe(leaves);
      for (const [path, text] of Object.entries(treeOf(root))) {
        // The document with the table of subjects was there before.
        const isWhole = path.endsWith(".tmp") || path.startsWith("docs/") || text === whole[path];
        expect(isWhole, `${path} is half-written`).toBe(true);
      }
      expect(await generate(root)).toMatchObject({ code: 0, stderr: "" });
      expect(treeOf(root)).toEqual(whole);
      expect(temporaries(root)).toEqual([]);
      expect(await generate(root, "--check")).toMatchObject({ code: 0, stderr: "" });
    },
  );

  test("changing 300 contracts, leaves the old or the new text of every file", async () => {
    const root = await repositoryOf(schemas(300));
    await generate(root);
    const old = treeOf(root);
    const changed = Object.entries(schemas(300)).map(([path, text]) => [path, text.replace("How many", "The number")]);
    const files = Object.fromEntries(changed);
    await writeFiles(root, files);
    const fresh = await repositoryOf(files);

    const [killed] = await Promise.all([killedAt(root, "renameSync 500 before"), generate(fresh)]);

    expect(killed.signal).toBe("SIGKILL");
    const whole = treeOf(fresh);
    const left = Object.entries(treeOf(root)).filter(([path]) => !path.endsWith(".tmp"));
    const texts = left.map(([path, text]) => (text === whole[path] ? "new" : text === old[path] ? "old" : path));
    expect(new Set(texts)).toEqual(new Set(["new", "old"]));
    await generate(root);
    expect(treeOf(root)).toEqual(whole);
    expect(temporaries(root)).toEqual([]);
  });
});

test("a run leaves alone what another one, that still runs, is writing", async () => {
  const root = await repositoryOf(schemas(1));
  const path = `packages/events-contracts/validators/.other.js.${process.pid}.tmp`;
  await writeFiles(root, { [path]: "half" });
  await generate(root);
  expect(temporaries(root)).toEqual([path]);
  expect((await generate(root, "--check")).code).toBe(0);
});
