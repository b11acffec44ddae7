export { type Migration, migrateSqlite } from "./database/migrations.ts";
export type { SqliteDatabase, SqliteStatement, SqliteValue } from "./database/sqlite-database.ts";
export { sqliteOutboxMigrations } from "./outbox/sqlite/migrations.ts";
