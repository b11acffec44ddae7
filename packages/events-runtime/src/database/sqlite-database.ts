/** What SQLite stores. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** A prepared statement with `?` parameters. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  get(...values: SqliteValue[]): unknown;
  all(...values: SqliteValue[]): unknown[];
}

/** An open database: a `DatabaseSync` of `node:sqlite`, or anything of its shape, such as that of `better-sqlite3`. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
}

const prepared = new WeakMap<SqliteDatabase, Map<string, SqliteStatement>>();

/** The statement, prepared once for each database. */
export function statement(database: SqliteDatabase, sql: string): SqliteStatement {
  const statements = prepared.get(database) ?? new Map<string, SqliteStatement>();
  prepared.set(database, statements);
  const found = statements.get(sql) ?? database.prepare(sql);
  statements.set(sql, found);
  return found;
}
