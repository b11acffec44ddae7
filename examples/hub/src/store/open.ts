import type { Database } from "./database.ts";
import { openPostgres } from "./postgres.ts";
import { openSqlite } from "./sqlite.ts";

/** `postgres://…` opens PostgreSQL; anything else is the path of an SQLite file. */
export async function openDatabase(url: string): Promise<Database> {
  return /^postgres(?:ql)?:/.test(url) ? openPostgres(url) : openSqlite(url.replace(/^sqlite:/, ""));
}
