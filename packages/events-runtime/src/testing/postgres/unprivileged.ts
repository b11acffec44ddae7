import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Machine } from "../binary/machine.ts";
import { run } from "../binary/run.ts";
import { type FoundPostgres, program } from "./find-postgres.ts";

/** Who the server runs as. Empty for this process's own user. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** PostgreSQL refuses to run as root, and wants a user that the system knows: then it is `nobody`. */
export async function accountFor(machine: Machine): Promise<Account> {
  if (!machine.isRoot) return {};
  const [uid, gid] = await Promise.all(["-u", "-g"].map((which) => run("id", [which, "nobody"], { seconds: 20 })));
  return { uid: Number(uid?.output), gid: Number(gid?.output) };
}

/**
 * The directory of programs that the account can run: that of a copy where npm's is closed to others, as root's home
 * is, where a clone may be.
 */
export async function runnableBy(
  account: Account,
  found: FoundPostgres,
  home: string,
  machine: Machine,
): Promise<string> {
  if (account.uid === undefined || found.source !== "npm") return found.directory;
  try {
    await run(program(found.directory, "postgres", machine), ["--version"], { seconds: 20, cwd: home, ...account });
    return found.directory;
  } catch {
    const copy = join(home, "programs");
    await cp(dirname(found.directory), copy, { recursive: true, verbatimSymlinks: true });
    return join(copy, "bin");
  }
}
