import { execFile } from "node:child_process";
import { mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./workspace.ts";

/** The compiler of the repository. */
const tsc = join(root, "node_modules", ".bin", process.platform === "win32" ? "tsc.cmd" : "tsc");

/** Runs the TypeScript compiler in a folder. Resolves with what it says: nothing, when all is well. */
export function runCompiler(folder: string, ...args: string[]): Promise<string> {
  const options = {
    cwd: folder,
    shell: process.platform === "win32",
    timeout: 250_000,
    killSignal: "SIGKILL",
  } as const;
  return new Promise((resolve) => {
    execFile(tsc, ["--pretty", "false", ...args], options, (error, stdout, stderr) => {
      resolve(error === null ? "" : `${stdout}${stderr}` || error.message);
    });
  });
}

/** Checks modules that import the workspace's packages, in one run. Resolves with the compiler's complaints. */
export async function compile(modules: readonly { readonly name: string; readonly text: string }[]): Promise<string[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "statehub-snippets-")));
  try {
    await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    const files = modules.map((_, i) => `snippet${i + 1}.ts`);
    await Promise.all(modules.map(({ text }, i) => writeFile(join(folder, files[i] as string), text)));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
    const compilerOptions = {
      ...{ strict: true, module: "nodenext", target: "es2023", types: ["node"], moduleDetection: "force" },
      // The packages from their sources, which need no build.
      ...{ noEmit: true, customConditions: ["@statehub/source"], allowImportingTsExtensions: true, skipLibCheck: true },
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    const said = (await runCompiler(folder)).split("\n").filter((line) => line !== "");
    return said.map((line) => line.replace(/^snippet(\d+)\.ts/, (_, i) => modules[Number(i) - 1]?.name ?? ""));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
