import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runNode } from "../measure/processes.ts";
import { contractTree, writeTree } from "../schemas.ts";
import { emptyFolder, generateArgs, REPOSITORY } from "../workspace.ts";

/** What the package of the contracts holds besides what is generated. */
const HAND_WRITTEN = ["package.json", "rolldown.config.js", "tsconfig.build.json", "src"];
const PACKAGE = "packages/events-contracts";

/** The package of `size` made-up events under a root. */
export interface ContractsPackage {
  readonly root: string;
  /** The bundle that the package's main entry is. */
  readonly bundle: string;
  /** The module of each event, for those who import one. */
  readonly modules: readonly string[];
}

/** Makes @statehub/events-contracts of `size` made-up events, as the real one is generated, compiled and bundled. */
export function buildPackage(size: number): ContractsPackage {
  const root = emptyFolder("cold");
  const folder = join(root, PACKAGE);
  cpSync(join(REPOSITORY, "tsconfig.base.json"), join(root, "tsconfig.base.json"));
  for (const name of HAND_WRITTEN) cpSync(join(REPOSITORY, PACKAGE, name), join(folder, name), { recursive: true });
  rmSync(join(folder, "src/gen"), { recursive: true });
  writeTree(root, contractTree(size));
  cpSync(join(REPOSITORY, "schemas/envelope.json"), join(root, "schemas/envelope.json"));

  const tool = (path: string): string => join(REPOSITORY, "node_modules", path);
  runNode(generateArgs(root));
  runNode([tool("typescript/bin/tsc"), "-p", "tsconfig.build.json"], folder);
  runNode([tool("rolldown/bin/cli.mjs"), "-c"], folder);

  const gen = join(folder, "dist/gen");
  const modules = readdirSync(gen, { recursive: true, encoding: "utf8" }).filter((file) => /\.v\d+\.js$/.test(file));
  return { root, bundle: join(folder, "dist/bundle.js"), modules: modules.map((file) => join(gen, file)) };
}
