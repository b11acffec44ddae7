export {
  type Migration,
  migratePostgres,
  type PostgresClient,
  type PostgresConnection,
  type PostgresPool,
  type PostgresResult,
  postgresOutbox,
  postgresOutboxMigrations,
} from "@statehub/events-runtime/postgres";
