/** Who publishes. */
export type Contestant = "ours" | "ours-silent" | "official" | "official-no-traces" | "nest" | "socket";

export const NAMES: Readonly<Record<Contestant, string>> = {
  ours: "events-runtime, defaults, pino at info",
  "ours-silent": "events-runtime, successLevel silent",
  official: "js.publish, ready bytes",
  "official-no-traces": "js.publish, ready bytes, noAsyncTraces",
  nest: "@nestjs-plugins/nestjs-nats-jetstream-transport",
  socket: "ready protocol lines into a socket: the server's limit",
};

/** What a process that publishes prints: microseconds per event. */
export interface Measured {
  readonly wallUs: number;
  readonly cpuUs: number;
  /** Sorted; only at a fixed rate. */
  readonly latenciesMs: readonly number[];
}
