import { dirname, posix } from "node:path";
import { parseAst } from "rolldown/parseAst";
import { describe, expect, test } from "vitest";
import { manifestOf, pathsOf, read } from "./support/workspace.ts";

/** An import that a source file makes, of types or of values. */
interface Import {
  /** The importing file, from the repository's root. */
  readonly file: string;
  readonly specifier: string;
}

/** What each package may import of the others. Imports run one way, and nothing imports the command line. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "events-runtime": [],
  "events-contracts": ["events-runtime"],
  "events-publisher": ["events-contracts", "events-runtime"],
  "schema-compat": [],
  "contract-tools": ["schema-compat"],
  activities: ["contract-tools", "schema-compat"],
  cli: ["activities", "contract-tools", "events-contracts", "events-publisher", "events-runtime", "schema-compat"],
};

/** Folder → folders that nothing in it imports. */
const MUST_NOT_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "packages/contract-tools/src/model": ["generate", "lint", "compare"],
  "packages/contract-tools/src/diagnostics": ["model", "generate", "lint", "compare"],
  "packages/contract-tools/src/lint": ["compare", "generate"],
  "packages/contract-tools/src/compare": ["lint", "generate"],
  "packages/contract-tools/src/generate": ["lint", "compare"],
  // What runs in production does not load what starts servers for tests.
  "packages/events-runtime/src": ["testing"],
};

const packages = pathsOf("packages/*/package.json").map((path) => path.split("/")[1] as string);
const sourcesOf = (name: string): string[] => pathsOf(`packages/${name}/src/**/*.ts`);

/** What a module imports: static, dynamic, of a type, and what `import.meta.resolve` and `require.resolve` look up. */
function specifiersIn(text: string): string[] {
  const found: string[] = [];
  const add = (source: unknown): void => {
    const { value } = (source ?? {}) as { value?: unknown };
    if (typeof value === "string") found.push(value);
  };
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, source, callee, arguments: args } = node as Record<string, unknown>;
    const isLookUp = type === "CallExpression" && /^(?:require|resolve)$/.test(calledName(callee));
    if (/^(?:Import|Export\w+)Declaration$|^ImportExpression$|^TSImportType$/.test(String(type))) add(source);
    if (isLookUp && Array.isArray(args)) add(args[0]);
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(parseAst(text, { lang: "ts", sourceType: "module" }));
  return found;
}

const importsOf = (file: string): Import[] => specifiersIn(read(file)).map((specifier) => ({ file, specifier }));

/** The last name of what is called: `resolve` of `import.meta.resolve`. */
function calledName(callee: unknown): string {
  const { name, property } = (callee ?? {}) as { name?: string; property?: { name?: string } };
  return name ?? property?.name ?? "";
}

/** `@statehub/cli/x` → `@statehub/cli`; undefined for what is no package: relative, `#internal`, `node:fs`. */
function packageOf(specifier: string): string | undefined {
  return /^(?![.#]|node:)(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
}

/** Where a relative import leads, from the repository's root. */
function targetOf({ file, specifier }: Import): string | undefined {
  return specifier.startsWith(".") ? posix.join(dirname(file), specifier) : undefined;
}

const words = ({ file, specifier }: Import): string => `${file} imports ${specifier}`;

describe("imports run one way", () => {
  test("between packages, all of which have a rule", () => {
    expect(packages.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
    const wrong = packages.flatMap((name) =>
      sourcesOf(name)
        .flatMap(importsOf)
        .filter(({ specifier }) => {
          const other = packageOf(specifier)?.replace(/^@statehub\//, "@@");
          return other?.startsWith("@@") && !MAY_IMPORT[name]?.includes(other.slice(2));
        }),
    );
    expect(wrong.map(words)).toEqual([]);
  });

  test("and no relative import leaves its package's src", () => {
    const wrong = packages.flatMap((name) =>
      sourcesOf(name)
        .flatMap(importsOf)
        .filter((one) => targetOf(one)?.startsWith(`packages/${name}/src/`) === false),
    );
    expect(wrong.map(words)).toEqual([]);
  });

  test.each(Object.entries(MUST_NOT_IMPORT))("in %s, which does not import %j", (folder, others) => {
    const source = folder.replace(/\/src\/.*$/, "/src");
    const forbidden = others.map((other) => `${source}/${other}/`);
    const isForbidden = (path: string): boolean => forbidden.some((other) => path.startsWith(other));
    const wrong = pathsOf(`${folder}/**/*.ts`)
      .filter((file) => !isForbidden(file))
      .flatMap(importsOf)
      .filter((one) => isForbidden(targetOf(one) ?? ""));
    expect(wrong.map(words)).toEqual([]);
  });
});

describe.each(packages)("the dependencies of %s", (name) => {
  const { dependencies: own = {}, peerDependencies = {}, ...manifest } = manifestOf(`packages/${name}`);
  const dependencies = { ...own, ...peerDependencies };
  const imported = sourcesOf(name).flatMap(importsOf);

  test("name every package that its sources import", () => {
    const undeclared = imported.filter(({ specifier }) => {
      const other = packageOf(specifier);
      return other !== undefined && other !== manifest.name && !Object.hasOwn(dependencies, other);
    });
    expect(undeclared.map(words)).toEqual([]);
  });

  test("name nothing that its sources do not import", () => {
    const used = new Set(imported.map(({ specifier }) => packageOf(specifier)));
    expect(Object.keys(dependencies).filter((other) => !used.has(other))).toEqual([]);
  });
});

test("imports are found in every form, and not in texts", () => {
  const text = `
    import "a";
    import b, { type B } from "b";
    import type { C } from "c";
    export * from "./d.ts";
    export { e } from "#e";
    const f: typeof import("f") = await import("f/sub");
    const texts = ["import 'no'", \`import "no"\`, /import "no"/];
    // import "no";
    import.meta.resolve("g");
    require.resolve("h/package.json");
    require("i");
  `;
  expect(specifiersIn(text)).toEqual(["a", "b", "c", "./d.ts", "#e", "f", "f/sub", "g", "h/package.json", "i"]);
  expect(["@x/y/z", "x/y", "x", "./x", "../x", "#x", "node:fs"].map(packageOf)).toEqual([
    "@x/y",
    "x",
    "x",
    ...Array.from({ length: 4 }, () => undefined),
  ]);
});
