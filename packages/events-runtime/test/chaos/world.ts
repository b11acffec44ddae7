import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Actor, type Role } from "./actor.ts";
import { type Databases, type Kind, type Ledger, ledger } from "./databases/ledger.ts";
import { postgresDatabases } from "./databases/postgres.ts";
import { sqliteDatabases } from "./databases/sqlite.ts";
import type { ChaosOptions, ChildSettings } from "./options.ts";
import { type Servers, startServers } from "./servers.ts";

/** An event that was made to fail. */
export interface Poison {
  readonly id: string;
  readonly key: string;
  readonly kind: Kind;
}

/** How an event that the consumers could not handle was found in the quarantine. */
export interface Caught {
  readonly id: string | undefined;
  readonly reason: string;
}

/** All that runs: a hub, two relays, two consumers, their databases and servers. */
export class World implements AsyncDisposable {
  readonly options: ChaosOptions;
  /** Where the logs are. */
  readonly directory: string;
  readonly databases: Databases;
  readonly ledger: Ledger;
  readonly servers: Servers;
  readonly actors: readonly Actor[];
  readonly poisons: Poison[] = [];
  /** What was ever seen in the quarantine, by entry and event. */
  readonly caught: Map<string, Caught> = new Map();
  /** Whether something went wrong: the logs stay then. */
  isBroken = false;

  private constructor(options: ChaosOptions, directory: string, databases: Databases, servers: Servers) {
    this.options = options;
    this.directory = directory;
    this.databases = databases;
    this.ledger = ledger(databases);
    this.servers = servers;
    const { store, seed, onQuarantine, leaseMs } = options;
    const settings: ChildSettings = {
      store,
      ...databases.addresses,
      servers: servers.url,
      seed,
      onQuarantine,
      leaseMs,
    };
    const places: [Role, string][] = [
      ["hub", "hub"],
      ["relay", "relay-a"],
      ["relay", "relay-b"],
      ["consumer", "consumer-a"],
      ["consumer", "consumer-b"],
    ];
    this.actors = places.map(([role, name]) => new Actor(role, name, directory, settings));
  }

  static async start(options: ChaosOptions): Promise<World> {
    const directory = await mkdtemp(join(tmpdir(), `statehub-chaos-${options.seed}-`));
    await mkdir(join(directory, "databases"));
    const databases =
      options.store === "sqlite" ? await sqliteDatabases(join(directory, "databases")) : await postgresDatabases();
    return new World(options, directory, databases, await startServers(options, directory));
  }

  get hub(): Actor {
    return this.#some("hub")[0];
  }

  /** The relay at work. */
  async relay(): Promise<Actor> {
    return this.#atWork("relay", await this.ledger.relay());
  }

  /** The consumer at work. */
  async consumer(): Promise<Actor> {
    return this.#atWork("consumer", await this.ledger.consumer());
  }

  /** Keys whose events may wait behind one in the quarantine. */
  get heldKeys(): string[] {
    return this.options.onQuarantine === "hold-key" ? this.poisons.map(({ key }) => key) : [];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.actors.map((actor) => actor[Symbol.asyncDispose]()));
    await this.servers[Symbol.asyncDispose]();
    await this.databases[Symbol.asyncDispose]();
    if (!this.isBroken) await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  #some(role: Role): readonly [Actor, ...Actor[]] {
    return this.actors.filter((actor) => actor.role === role) as [Actor];
  }

  #atWork(role: Role, pid: number): Actor {
    const all = this.#some(role);
    return all.find((actor) => actor.pid === pid) ?? all[0];
  }
}
