import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Whether a process runs. One that was killed and that nobody has waited for yet does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  if (!existsSync("/proc/self/stat")) return true;
  return existsSync(stat) && !/^\d+ \(.*\) [ZX]/.test(readFileSync(stat, "utf8"));
}

/** A Node process that runs one of the files in children/, and what it has printed so far. */
export interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  output(): string;
}

export function startChild(file: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../children", file), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { process: child, ended, output: () => output };
}
