import { readdirSync, readFileSync } from "node:fs";

/**
 * Returns when every thread of a process that was sent SIGSTOP stands still: the signal is sent to the process at once,
 * but reaches its threads one by one, and on a busy machine one may still answer. Only Linux tells; elsewhere it returns
 * straight away. Throws when the time is over.
 */
export function untilStopped(pid: number, milliseconds = 30_000): void {
  if (process.platform !== "linux") return;
  const deadline = Date.now() + milliseconds;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (!threadStates(pid).every((state) => state === "T")) {
    if (Date.now() > deadline) throw new Error(`process ${pid} does not stand still ${milliseconds} ms after SIGSTOP`);
    Atomics.wait(pause, 0, 0, 1);
  }
}

/** The state letter of each thread, as proc(5) describes it; a thread that has ended meanwhile is left out. */
function threadStates(pid: number): string[] {
  const states: string[] = [];
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8");
      // The second field is the program's name in parentheses, and may hold anything.
      states.push(stat.charAt(stat.lastIndexOf(")") + 2));
    } catch {}
  }
  return states;
}
