import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { codeBlocks, headingIds, links, npmScripts } from "./support/markdown.ts";
import { compile } from "./support/type-check.ts";
import { manifestOf, read, root, trackedFiles } from "./support/workspace.ts";

const documents = trackedFiles().filter((path) => path.endsWith(".md") && !path.endsWith("CHANGELOG.md"));
const handwritten = documents.filter((path) => !path.startsWith("event-types/"));

test("every relative link leads to a file, and to a heading where it names one", () => {
  const broken = documents.flatMap((document) =>
    links(read(document)).flatMap(({ line, target }) => {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return [];
      const [path = "", fragment] = target.split("#");
      const file = path === "" ? document : posix.join(dirname(document), decodeURIComponent(path));
      const isThere = file !== ".." && !file.startsWith("../") && existsSync(join(root, file));
      const hasHeading = fragment === undefined || (isThere && headingIds(read(file)).has(fragment));
      return isThere && hasHeading ? [] : [`${document}:${line} ${target}`];
    }),
  );
  expect(broken).toEqual([]);
});

describe("the code in the documents", () => {
  const blocks = handwritten.flatMap((document) =>
    codeBlocks(read(document)).map((block) => ({ ...block, place: `${document}:${block.line}` })),
  );

  test("compiles under --strict, where it is TypeScript", async () => {
    const snippets = blocks.filter(({ language }) => ["ts", "typescript"].includes(language));
    expect(snippets.length).toBeGreaterThan(0);
    expect(await compile(snippets.map(({ place, text }) => ({ name: place, text })))).toEqual([]);
  });

  test("is JSON, where it says so", () => {
    const isJson = (text: string): boolean => {
      try {
        return JSON.parse(text) !== undefined;
      } catch {
        return false;
      }
    };
    const broken = blocks.filter(({ language, text }) => language === "json" && !isJson(text));
    expect(broken.map(({ place }) => place)).toEqual([]);
  });

  test("shows a schema in README.md that says what the schema itself says, if less of it", () => {
    const [shown] = codeBlocks(read("README.md")).filter(({ language }) => language === "json");
    const schema: unknown = JSON.parse(read("schemas/repo/registered.v1.json"));
    expect(beyond(JSON.parse(shown?.text ?? "null"), schema, "")).toEqual([]);
  });
});

/** Where a shortened value says something that the whole one does not. Texts may be cut off at their end. */
function beyond(part: unknown, whole: unknown, pointer: string): string[] {
  const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
  if (typeof part === "string" && typeof whole === "string") return whole.startsWith(part) ? [] : [pointer];
  if (!isObject(part) || !isObject(whole)) return part === whole ? [] : [pointer];
  if (Array.isArray(whole)) return Object.values(part).every((item) => whole.includes(item)) ? [] : [pointer];
  return Object.entries(part).flatMap(([key, value]) =>
    beyond(value, (whole as Readonly<Record<string, unknown>>)[key], `${pointer}/${key}`),
  );
}

test("every npm script that a document names is there", () => {
  const { scripts = {} } = manifestOf("");
  const missing = handwritten.flatMap((document) =>
    npmScripts(read(document))
      .filter((name) => !Object.hasOwn(scripts, name))
      .map((name) => `${document}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test("every path that README.md and CONTRIBUTING.md name is there", () => {
  const tracked = trackedFiles().map((path) => `/${path}`);
  const missing = ["README.md", "CONTRIBUTING.md"].flatMap((document) => {
    const paths = [...read(document).matchAll(/`((?:\.\w+|[a-z0-9_-]+)\/[\w./-]*)`/g)].map(([, path]) => `/${path}`);
    return paths.filter((path) => !existsSync(join(root, path)) && !tracked.some((one) => one.includes(path)));
  });
  expect(missing).toEqual([]);
});

test("every test that docs/publishing.md names is there", () => {
  const tests = trackedFiles().filter((path) => /^packages\/events-runtime\/test\/.*\.test\.ts$/.test(path));
  const code = tests.map(read).join("\n");
  const [, table = ""] = read("docs/publishing.md").split("| trap | test |\n|---|---|\n");
  const named = [...table.matchAll(/^\| .+ \| (.+) \|$/gm)].flatMap(([, names = ""]) => names.split("; "));
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !code.includes(name))).toEqual([]);
});

describe("environment variables", () => {
  const OWN = /\b(?:NATS|STATEHUB)_[A-Z0-9_]+\b/g;
  const code = trackedFiles().filter((path) => /\.m?ts$|\.mjs$/.test(path) && !path.includes("/gen/"));
  const texts = code.map((path) => ({ path, text: read(path) }));
  const readBy = (paths: RegExp): Set<string> => {
    const chosen = texts.filter(({ path }) => paths.test(path)).map(({ text }) => text);
    return new Set(
      chosen.flatMap((text) => [...text.matchAll(/\benv\.([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name as string)),
    );
  };
  /** Names in the same form that are something else, such as that of the stream. */
  const constants = new Set(
    texts.flatMap(({ text }) => [...text.matchAll(/\bconst ([A-Z0-9_]+)\b/g)].map(([, name]) => name)),
  );
  const named = handwritten.map((document) => ({ document, names: new Set(read(document).match(OWN) ?? []) }));

  test("that a document names are read by the code", () => {
    const known = readBy(/./);
    const unknown = named.flatMap(({ document, names }) =>
      [...names].filter((name) => !known.has(name) && !constants.has(name)).map((name) => `${document}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  test("that a package reads, and that are ours to name, are in README.md or CONTRIBUTING.md", () => {
    const front = named.filter(({ document }) => /^(?:README|CONTRIBUTING)\.md$/.test(document));
    const ours = [...readBy(/^packages\/[^/]+\/src\//)].filter((name) => name.match(OWN));
    expect(ours.filter((name) => !front.some(({ names }) => names.has(name))).sort()).toEqual([]);
  });
});

describe("no file that git keeps", () => {
  const texts = trackedFiles().map((path) => ({ path, text: read(path) }));
  const placesOf = (what: RegExp): string[] =>
    texts.flatMap(({ path, text }) =>
      text
        .split("\n")
        .flatMap((line, i) => (what.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 120)}`] : [])),
    );
  const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

  test("names a folder of somebody's machine", () => {
    // Ada is nobody: an example in a test.
    expect(placesOf(/(?<![\w.~-])\/(?:(?:home|Users)\/(?!ada\b)|root\/|builds\/)[a-z]|\b[A-Z]:\\\\?Users\b/)).toEqual(
      [],
    );
    expect(placesOf(new RegExp(escaped(`${root}/`)))).toEqual([]);
  });

  test("names a package registry, neither the public one nor the one that this machine uses", () => {
    const configured = execFileSync("npm", ["config", "get", "registry"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(placesOf(/registry[.]npmjs|"resolved": +"http/)).toEqual([]);
    expect(placesOf(new RegExp(escaped(new URL(configured.trim()).host)))).toEqual([]);
  });
});
