import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "./workspace.ts";

/** A package as npm packed it. */
export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  /** Paths in the package. */
  readonly files: readonly { readonly path: string }[];
}

/** Runs npm: the one that runs this test, if one does. Resolves with what it prints. */
async function npm(cwd: string, ...args: string[]): Promise<string> {
  // What npm tells its scripts about the package that they belong to is wrong in another folder.
  const about = /^npm_(?:package|lifecycle)_|^npm_command$|^INIT_CWD$/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !about.test(name)));
  const cli = process.env.npm_execpath;
  const [command, before] = cli ? [process.execPath, [cli]] : ["npm", []];
  const options = { cwd, env, maxBuffer: 1 << 26, timeout: 250_000, killSignal: "SIGKILL" } as const;
  const shell = process.platform === "win32" && !cli;
  const all = [...before, ...args, "--loglevel=error"];
  const { stdout } = await promisify(execFile)(command, all, { ...options, shell });
  return stdout;
}

/** Packs packages of the workspace into a folder. */
export async function pack(names: readonly string[], folder: string): Promise<Packed[]> {
  const workspaces = names.map((name) => `--workspace=${name}`);
  return JSON.parse(await npm(root, "pack", "--json", `--pack-destination=${folder}`, ...workspaces)) as Packed[];
}

/** Installs packages, by name or by the path of a tarball, into the project in a folder. */
export async function install(folder: string, specifiers: readonly string[]): Promise<void> {
  await npm(folder, "install", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5", ...specifiers);
}
