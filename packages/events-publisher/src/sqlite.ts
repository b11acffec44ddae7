export {
  type Migration,
  migrateSqlite,
  type SqliteDatabase,
  type SqliteStatement,
  type SqliteValue,
  sqliteOutbox,
  sqliteOutboxMigrations,
} from "@statehub/events-runtime/sqlite";
