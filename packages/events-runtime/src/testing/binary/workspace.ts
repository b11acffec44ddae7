import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Guard, guard } from "../guard.ts";
import { cacheDirectory } from "./cache.ts";
import { executables, type Machine } from "./machine.ts";
import { run } from "./run.ts";

/** A temporary directory for one attempt to obtain a server, and the means to run tools in it. */
export interface Workspace {
  readonly directory: string;
  readonly machine: Machine;
  readonly log: (line: string) => void;
  /** Runs a tool from PATH in the directory. Throws if it is missing, fails, or takes longer than `seconds`. */
  tool(
    name: string,
    args: readonly string[],
    options: { seconds: number; env?: Record<string, string> },
  ): Promise<void>;
}

const prefix = ".obtaining-";

/**
 * Runs `task` in a new directory inside the cache (so that a rename into the cache is atomic) and removes it at the end,
 * also when this process is killed meanwhile. The caller holds the lock: what an earlier one left behind is swept.
 */
export async function inWorkspace<T>(
  machine: Machine,
  log: (line: string) => void,
  task: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const cache = cacheDirectory(machine);
  await sweep(cache);
  const directory = await mkdtemp(join(cache, prefix));
  const watcher = guard(directory);
  try {
    return await task({ directory, machine, log, tool: (...call) => runTool(directory, machine, watcher, ...call) });
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    watcher.dismiss();
  }
}

async function sweep(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  for (const entry of await readdir(cache)) {
    if (entry.startsWith(prefix)) await rm(join(cache, entry), { recursive: true, force: true });
  }
}

async function runTool(
  directory: string,
  machine: Machine,
  watcher: Guard,
  name: string,
  args: readonly string[],
  options: { seconds: number; env?: Record<string, string> },
): Promise<void> {
  const program = await onPath(name, machine);
  try {
    const env = { ...machine.env, ...options.env };
    await run(program, args, { seconds: options.seconds, cwd: directory, guard: watcher, env });
  } catch (error) {
    throw new Error(`${name} failed: ${(error as Error).message}`, { cause: error });
  }
}

/** The path of that program. Throws if it is not on PATH. */
export async function onPath(name: string, machine: Machine): Promise<string> {
  const [program] = await executables(name, machine);
  if (program === undefined) throw new Error(`${name} is not on PATH`);
  return program;
}
