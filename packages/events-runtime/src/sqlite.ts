export { type Migration, migrateSqlite } from "./database/migrations.ts";
export type { SqliteDatabase, SqliteStatement, SqliteValue } from "./database/sqlite-database.ts";
export type { Inbox, InboxOptions } from "./inbox/inbox.ts";
export { sqliteInboxMigrations } from "./inbox/sqlite/migrations.ts";
export { sqliteInbox } from "./inbox/sqlite/sqlite-inbox.ts";
export { sqliteOutboxMigrations } from "./outbox/sqlite/migrations.ts";
export { sqliteOutbox } from "./outbox/sqlite/sqlite-outbox.ts";
