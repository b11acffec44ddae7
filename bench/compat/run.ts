import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Checker } from "./checkers.ts";

/** What a checker said of one pair; undefined where it said nothing. */
export interface Said {
  readonly backward?: boolean;
  readonly forward?: boolean;
  readonly milliseconds: number;
}

/** After this long a pair is given up: the checker is stopped and goes on at the next one. */
const PATIENCE_MS = 3_000;

/** The verdicts of a checker about every pair of a file, in order. */
export async function runChecker(checker: Checker, file: string, count: number): Promise<Said[]> {
  const said: Said[] = [];
  while (said.length < count) {
    const before = said.length;
    await runFrom(checker, file, said);
    // It ended at a pair: by a crash, or because it was stopped there.
    if (said.length < count) said.push({ milliseconds: said.length === before ? 0 : PATIENCE_MS });
  }
  return said.slice(0, count);
}

function runFrom(checker: Checker, file: string, said: Said[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, checker.args(file, said.length), { stdio: ["ignore", "pipe", "ignore"] });
    const stop = (): void => void child.kill("SIGKILL");
    let timer = setTimeout(stop, PATIENCE_MS);
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      clearTimeout(timer);
      timer = setTimeout(stop, PATIENCE_MS);
      said.push(JSON.parse(line) as Said);
    });
    child.on("error", reject);
    lines.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
