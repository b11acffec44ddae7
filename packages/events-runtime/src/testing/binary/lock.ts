import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

const minutes = 60_000;
/** More than all ways of obtaining may take together. */
const longestHold = 12 * minutes;

/**
 * Runs `task` while no other process of this user does, so that test workers do not build the same server side by side.
 * It only saves work: what the task produces is put in place atomically, so two that slip through do no harm.
 * Throws if the lock is not free within 12 minutes.
 */
export async function whileLocked<T>(path: string, log: (line: string) => void, task: () => Promise<T>): Promise<T> {
  await take(path, log);
  try {
    return await task();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string, log: (line: string) => void): Promise<void> {
  const deadline = Date.now() + longestHold;
  let told = false;
  while (!(await claimed(path))) {
    const owner = await readFile(path, "utf8").catch(() => "");
    if (await isStale(path, owner)) {
      await rm(path, { force: true });
      continue;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `process ${owner} has held ${path} for more than ${longestHold / minutes} minutes; end it or remove the file`,
      );
    }
    if (!told) log(`waiting for process ${owner}, which is obtaining nats-server`);
    told = true;
    await delay(50);
  }
}

async function claimed(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}@${hostname()}`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Whether the owner is gone, or took so long that its process id may be another's by now. */
async function isStale(path: string, owner: string): Promise<boolean> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > longestHold) return true;
  const [pid, host] = owner.split("@");
  // A cache may be shared between machines or containers: another's process ids say nothing here.
  if (pid === undefined || pid === "" || host !== hostname()) return false;
  return !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
