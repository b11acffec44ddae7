export { findNatsServer } from "./binary/index.ts";
export { natsForDevelopment } from "./development.ts";
export { startNatsServer } from "./nats-server.ts";
export { type FoundPostgres, findPostgres } from "./postgres/find-postgres.ts";
export { type PostgresServer, type PostgresServerOptions, startPostgres } from "./postgres-server.ts";
export { type SuiteOptions, suiteNeeds } from "./suite-needs.ts";
export type { DevelopmentNats, FoundNatsServer, NatsServer, NatsServerOptions } from "./types.ts";
