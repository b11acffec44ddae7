import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { migrateSqlite, sqliteOutboxMigrations } from "../src/sqlite.ts";
import { sqliteFile } from "./outbox/support/hub.ts";
import { admin, startServer } from "./support/server.ts";

const program = join(import.meta.dirname, "children/closes.ts");

/** The timers that are left in a process that has closed all it had; it ended by itself. */
async function leftIn(...args: string[]): Promise<string[]> {
  const path = await sqliteFile();
  const database = new DatabaseSync(path);
  migrateSqlite(database, sqliteOutboxMigrations);
  database.close();
  const [url = "", ...more] = args;
  const { stdout } = await promisify(execFile)(process.execPath, [program, url, path, ...more]);
  return JSON.parse(stdout);
}

test("what is closed leaves no timer, and the process ends by itself", async () => {
  const server = await startServer();
  await admin(server);
  expect(await leftIn(server.url, "connected")).toEqual([]);
});

test("a process ends by itself that closed all it had while that was connecting", async () => {
  const server = await startServer();
  await admin(server);
  await leftIn(server.url);
});

test("also if what it was connecting to never answers", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void silent.close());
  await new Promise((resolve) => silent.once("listening", resolve));
  const address = silent.address();
  const port = typeof address === "object" ? address?.port : undefined;
  await leftIn(`nats://127.0.0.1:${port}`);
});
