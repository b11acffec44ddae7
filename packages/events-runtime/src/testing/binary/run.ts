import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Guard, GuardedSpawnOptions } from "../guard.ts";

export interface RunOptions {
  /** The bound: the program is killed after so many seconds, and what it started too. */
  readonly seconds: number;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The user that the program runs as; root may choose. */
  readonly uid?: number;
  readonly gid?: number;
  /** Kills the program should this process die first. */
  readonly guard?: Guard;
}

const inGroups = process.platform !== "win32";

/** Runs a program to its end and returns what it printed. Throws with its last lines if it fails or takes too long. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<{ output: string }> {
  const { seconds, guard, ...rest } = options;
  const spawnOptions: GuardedSpawnOptions = { ...rest, stdio: ["ignore", "pipe", "pipe"] };
  const child: ChildProcess = guard
    ? guard.spawn(program, args, spawnOptions)
    : spawn(program, args, { ...spawnOptions, detached: inGroups, windowsHide: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => {
      output += chunk;
    });
  }
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill(child.pid);
    // What left the group may hold the pipes open; the bound holds all the same.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, seconds * 1000);
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    if (late) throw new Error(`it took more than ${seconds} s`);
    if (code !== 0) throw new Error(`${signal ?? `exit code ${code}`}${ending(output)}`);
    return { output };
  } finally {
    clearTimeout(timer);
  }
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(inGroups ? -pid : pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

function ending(output: string): string {
  const lines = output.trimEnd().split("\n").slice(-3);
  return lines.join("") === "" ? "" : `: ${lines.map((line) => line.trim()).join(" | ")}`;
}
