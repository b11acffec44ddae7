import pg from "pg";
import { onTestFinished } from "vitest";
import { type PostgresServer, startPostgres } from "../../src/testing/index.ts";

let shared: Promise<PostgresServer> | undefined;
let databases = 0;

/** A new, empty database on a server that the tests of a file share; the server dies with the process. Its URL. */
export async function newDatabase(): Promise<string> {
  shared ??= startPostgres();
  const server = await shared;
  return databaseOn(server);
}

/** A new, empty database on that server. Its URL. */
export async function databaseOn(server: PostgresServer): Promise<string> {
  const name = `test_${++databases}`;
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return server.url.replace(/postgres$/, name);
}

/** Connections to that database, which end with the test. A connection that the server ends is no error of the test. */
export function pool(url: string, options: pg.PoolConfig = {}): pg.Pool {
  const made = new pg.Pool({ connectionString: url, ...options });
  made.on("error", () => {});
  // Not waited for: a test that failed may not have given back what it took.
  onTestFinished(() => void made.end());
  return made;
}
