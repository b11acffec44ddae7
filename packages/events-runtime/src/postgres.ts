export { type Migration, migratePostgres } from "./database/migrations.ts";
export type { PostgresClient, PostgresConnection, PostgresPool, PostgresResult } from "./database/postgres-client.ts";
export type { Inbox, InboxOptions } from "./inbox/inbox.ts";
export { postgresInboxMigrations } from "./inbox/postgres/migrations.ts";
export { type PostgresInboxOptions, postgresInbox } from "./inbox/postgres/postgres-inbox.ts";
export { postgresOutboxMigrations } from "./outbox/postgres/migrations.ts";
export { postgresOutbox } from "./outbox/postgres/postgres-outbox.ts";
