import { chown, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { thisMachine } from "./binary/machine.ts";
import { run } from "./binary/run.ts";
import { guard } from "./guard.ts";
import { findPostgres, program } from "./postgres/find-postgres.ts";
import { freePort } from "./postgres/free-port.ts";
import { PostgresProcess } from "./postgres/postgres-process.ts";
import { accountFor, runnableBy } from "./postgres/unprivileged.ts";

export interface PostgresServerOptions {
  /**
   * Settings of the server, for example `{ max_connections: 20 }`. `fsync` is off unless it is set here: what a killed
   * server has committed is safe, what a machine without power has is not.
   */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/**
 * A running PostgreSQL of its own, listening on 127.0.0.1 only, with an empty cluster. It dies with the process that
 * started it, however that one dies.
 */
export interface PostgresServer extends AsyncDisposable {
  /** `postgres://postgres@127.0.0.1:<port>/postgres`, without a password. The same for as long as this object lives. */
  readonly url: string;
  readonly port: number;
  /** For example `18.4`. */
  readonly version: string;
  /** Of the server's main process: of the running one, or of the last one that ran. */
  readonly pid: number;
  /** All that the server printed, over all its restarts. Removed on disposal. */
  readonly logFile: string;
  /** Kills the server (SIGKILL) and resolves when it is gone. What was committed is there after {@link restart}. */
  crash(): Promise<void>;
  /** Starts the server again on the same port with the same data, ending it first if it runs. */
  restart(): Promise<void>;
  /** Freezes the main process (SIGSTOP): nobody can connect; what is connected goes on. Not on Windows. */
  pause(): void;
  /** Ends {@link pause} (SIGCONT). */
  resume(): void;
  /** Ends the server and removes its data. May be called twice. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a real PostgreSQL, found as {@link findPostgres} describes, in about a second, and resolves when it takes
 * connections. Throws with the server's last log lines when it does not start.
 */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const machine = thisMachine();
  const found = await findPostgres(machine);
  const directory = await mkdtemp(join(tmpdir(), "statehub-postgres-"));
  const watcher = guard(directory);
  const account = await accountFor(machine);
  const server = new PostgresProcess({
    directory,
    guard: watcher,
    account,
    version: found.version,
    port: await freePort(),
    settings: { fsync: "off", ...options.settings },
  });
  try {
    if (account.uid !== undefined) await chown(directory, account.uid, account.gid ?? -1);
    server.programs = await runnableBy(account, found, directory, machine);
    const cluster = ["--pgdata", server.dataDirectory, "--username", "postgres", "--auth", "trust"];
    cluster.push("--encoding", "UTF8", "--no-locale", "--no-sync");
    const initdb = program(server.programs, "initdb", machine);
    await run(initdb, cluster, { seconds: 60, cwd: directory, guard: watcher, ...account });
    await server.restart();
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}
