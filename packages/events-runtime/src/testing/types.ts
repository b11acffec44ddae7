/** What {@link startNatsServer} accepts. Everything is optional. */
export interface NatsServerOptions {
  /**
   * Which nats-server to run: `"current"` (2.12 or newer, the default), `"oldest"` (2.9.10, the oldest that is supported),
   * or the path of a binary. The first two are looked for on this machine and obtained when they are not there.
   */
  readonly server?: "current" | "oldest" | { readonly binary: string };
  /** The port on 127.0.0.1. Without it, or with 0, the server takes a free one. */
  readonly port?: number;
  /** Where JetStream keeps its data. Without it, a temporary directory that disposing removes; a given one is never removed. */
  readonly storeDirectory?: string;
  /**
   * Lines for the server's configuration file, for example `max_payload: 64KB`. Address, port and store stay as
   * chosen here; with a `store_dir` there the server refuses to start.
   */
  readonly config?: string;
  /** Whether JetStream is on. Default: true. */
  readonly jetstream?: boolean;
  /** Takes one line at a time about looking for and obtaining the binary. Default: `console.error`. */
  log?(line: string): void;
}

/** A running nats-server, listening on 127.0.0.1 only. It dies with the process that started it, however that one dies. */
export interface NatsServer extends AsyncDisposable {
  /** For the client's `servers` option: `nats://127.0.0.1:<port>`. The same for as long as this object lives. */
  readonly url: string;
  readonly port: number;
  /** What the running server says of itself, for example `2.9.10`. */
  readonly version: string;
  /** The server's own process id: of the running one, or of the last one that ran. */
  readonly pid: number;
  /** The path of the binary that runs. */
  readonly binary: string;
  readonly storeDirectory: string;
  /** All that the server printed, over all its restarts. Removed on disposal. */
  readonly logFile: string;
  /** Asks the server to end (SIGTERM) and waits for it. The store stays. Does nothing if it is not running. */
  stop(): Promise<void>;
  /** Starts the server again on the same port and the same store, stopping it first if it runs. */
  restart(): Promise<void>;
  /** Kills the server (SIGKILL) and resolves when the process is gone. What was acked but not yet on disk may be lost. */
  kill9(): Promise<void>;
  /** Freezes the server (SIGSTOP): connections stay open and nothing answers, as on a machine that hangs. Not on Windows. */
  pause(): void;
  /** Ends {@link pause} (SIGCONT). */
  resume(): void;
  /** Kills the server and removes what was temporary. May be called twice. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A nats-server binary, and how it was found. */
export interface FoundNatsServer {
  readonly binary: string;
  /** As the binary prints it, for example `2.15.2`. */
  readonly version: string;
  /** In words, for example `NATS_SERVER_BIN`, `PATH`, `cache` or `go install`. */
  readonly source: string;
}

/** A nats-server to develop against: the one that `NATS_URL` names, or one that was started for the purpose. */
export interface DevelopmentNats extends AsyncDisposable {
  readonly url: string;
  /** Missing if the server that `NATS_URL` names did not say it within two seconds. */
  readonly version?: string;
  /** `NATS_URL`, or the `source` of the binary that was started. */
  readonly source: string;
  /** The started server; missing with `NATS_URL`. */
  readonly server?: NatsServer;
  /** Ends the started server; leaves the one of `NATS_URL` alone. */
  [Symbol.asyncDispose](): Promise<void>;
}
