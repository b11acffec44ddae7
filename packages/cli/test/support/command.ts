import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { compileCache } from "./repository.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
  /** What its standard input has; nothing by default. */
  readonly stdin?: string;
  /** Nobody reads what it prints: the pipe is closed before it writes. */
  readonly isUnread?: boolean;
}

/** Runs `statehub-events` from its sources, as a process with pipes, which is killed should it take minutes. */
export async function statehubEvents(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd = process.cwd(), env = {}, nodeOptions = [], stdin, isUnread = false } = options;
  // What a test runner or a terminal says of colours is not the command's business here.
  const { FORCE_COLOR, NO_COLOR, NODE_OPTIONS, ...inherited } = process.env;
  const nodeArgs = ["--conditions=@statehub/source", ...nodeOptions, main, ...args];
  const child = spawn(process.execPath, nodeArgs, {
    cwd,
    env: { ...inherited, NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ["pipe", "pipe", "pipe"],
    timeout: 250_000,
    killSignal: "SIGKILL",
  });
  // It may end without reading all of it.
  child.stdin.on("error", () => undefined);
  child.stdin.end(stdin);
  const ended = new Promise<Pick<Ran, "code" | "signal">>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  if (isUnread) child.stdout.destroy();
  const printed = isUnread ? "" : text(child.stdout);
  const [stdout, stderr, end] = await Promise.all([printed, text(child.stderr), ended]);
  return { ...end, stdout, stderr };
}
