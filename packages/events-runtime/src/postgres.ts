export { type Migration, migratePostgres } from "./database/migrations.ts";
export type { PostgresClient, PostgresConnection, PostgresPool, PostgresResult } from "./database/postgres-client.ts";
export { postgresOutboxMigrations } from "./outbox/postgres/migrations.ts";
export { type PostgresOutboxOptions, postgresOutbox } from "./outbox/postgres/postgres-outbox.ts";
