import { type ConsumerProfile, type FieldRead, touches } from "@statehub/contract-tools";
import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { scan } from "../../src/consumers/scan.ts";
import { temporaryFolder } from "../support/repository.ts";
import { consumerProject } from "./project.ts";
import { randomProgram } from "./random-program.ts";

const actor = { kind: "user", id: "u", display_name: "U", email: "u@example.org" };
const DATA = {
  repo_id: "r",
  slug: "s",
  name: "n",
  url: "u",
  owner: { slug: "o", name: "O" },
  domain: { slug: "d", name: "D" },
  topics: ["a", "b"],
  languages: [{ name: "ts", share: 1 }],
  labels: { team: "x" },
  registration: { method: "api", registered_by: actor },
};

const TYPES = new Map<unknown, string>([
  [DATA, "RepoRegistered"],
  [DATA.owner, "TeamRef"],
  [DATA.domain, "DomainRef"],
  [DATA.registration, 'RepoRegistered["registration"]'],
  [actor, "Actor"],
  [DATA.languages, 'NonNullable<RepoRegistered["languages"]>'],
]);

/** The pointers of the values without anything inside that code takes from the data when it runs. */
async function readsOfRun(code: string): Promise<Set<string>> {
  const reads = new Set<string>();
  function watched(value: unknown, pointer: string): unknown {
    if (typeof value !== "object" || value === null) return value;
    return new Proxy(value, {
      get(target, name, receiver) {
        const found: unknown = Reflect.get(target, name, receiver);
        const isField = typeof name === "string" && Object.hasOwn(target, name);
        if (!isField || (Array.isArray(target) && name === "length")) return found;
        const at = `${pointer}/${Array.isArray(target) || pointer === "/labels" ? "*" : name}`;
        if (typeof found !== "object" || found === null) reads.add(at);
        return watched(found, at);
      },
    });
  }
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2024 };
  const { outputText } = ts.transpileModule(code, { compilerOptions: options });
  const { handle } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(outputText)}`);
  await handle({ data: watched(DATA, "") });
  return reads;
}

/** Programs that are scanned together: the compiler's own start costs as much as a hundred of them. */
const PROGRAMS = 100;
const runs = process.env.STATEHUB_SCAN_RUNS;

test("every field that a program takes from an event when it runs is found by the scan of its code", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 ** 30 }), async (seed) => {
      const codes = Array.from({ length: PROGRAMS }, (_, i) => randomProgram(DATA, TYPES, seed + i));
      const root = await temporaryFolder();
      await consumerProject(root, Object.fromEntries(codes.map((code, i) => [`src/p${i}.ts`, code])));
      const { profile, diagnostics } = scan(
        { consumer: "c", owner: "o", repository: "r" },
        { root, tsconfig: undefined },
      );
      expect(diagnostics).toEqual([]);
      const missed: string[] = [];
      for (const [i, code] of codes.entries()) {
        const found = fieldsOf(profile, `src/p${i}.ts`);
        for (const pointer of await readsOfRun(code)) {
          if (!found.some((field) => touches(field, pointer))) missed.push(`${pointer} in\n${code}`);
        }
      }
      // The shortest says most.
      expect(missed.sort((a, b) => a.length - b.length)[0] ?? "").toBe("");
    }),
    // More, and others each time, to look for forms that are missed: set it to 20.
    runs === undefined ? { numRuns: 1, seed: 1 } : { numRuns: Number(runs), endOnFailure: true },
  );
}, 600_000);

function fieldsOf(profile: ConsumerProfile | undefined, file: string): FieldRead[] {
  return (profile?.reads ?? []).flatMap(({ fields }) => fields).filter((field) => field.file === file);
}
