export { findNatsServer } from "./binary/index.ts";
export { natsForDevelopment } from "./development.ts";
export { startNatsServer } from "./nats-server.ts";
export type { DevelopmentNats, FoundNatsServer, NatsServer, NatsServerOptions } from "./types.ts";
