export { type Migration, migrateSqlite } from "./database/migrations.ts";
export type { SqliteDatabase, SqliteStatement, SqliteValue } from "./database/sqlite-database.ts";
export { sqliteOutboxMigrations } from "./outbox/sqlite/migrations.ts";
export { sqliteOutbox } from "./outbox/sqlite/sqlite-outbox.ts";
