/** How many keys the hub writes for. */
export const KEYS = 40;

/** An event that the hub has committed; of one key in the order of commits. */
export interface Committed {
  readonly n: number;
  readonly id: string;
  readonly key: string;
  readonly kind: Kind;
}

/** What a handler does with the event, until it is replayed. */
export type Kind = "fine" | "throws" | "kills";

/** What a handler has done; of one key in the order in which it was done. */
export interface Effect {
  readonly n: number;
  readonly id: string;
  readonly key: string;
  readonly pid: number;
  readonly deliveries: number;
  readonly replayed: number;
}

export type Which = "hub" | "effects";

/** The databases of hub and consumer, as somebody sees them who stands beside the processes. */
export interface Databases extends AsyncDisposable {
  /** For other processes. */
  readonly addresses: Readonly<Record<Which, string>>;
  query(which: Which, sql: string): Promise<readonly unknown[]>;
  /** Keeps all others from writing until the returned function is called. */
  lock(which: Which): Promise<() => Promise<void>>;
  /** Commits one event, as the hub does. Resolves to its id. */
  commit(key: string, kind: Kind): Promise<string>;
  /** Kills the database and starts it again, where it is a process. */
  crash?(): Promise<void>;
}

/** In the hub's transaction, behind the events: which ones these are. The events' locks make its order that of commits. */
export function noted(events: readonly { id: string; repo_id: string; name: string }[]): string {
  const rows = events.map(({ id, repo_id, name }) => `('${id}', '${repo_id}', '${name}')`);
  return `insert into log (id, key, kind) values ${rows.join(", ")}`;
}

export const LOG_COLUMNS = "id text not null, key text not null, kind text not null";
export const EFFECT_COLUMNS = `id text not null, key text not null, pid integer not null, deliveries integer not null,
  replayed integer not null`;

/** Rows of the outbox in one state. */
export interface StateCount {
  readonly state: string;
  readonly n: number;
}

/** What the databases say. */
export interface Ledger {
  committed(): Promise<number>;
  /** How many events are not published. */
  pending(): Promise<number>;
  effects(): Promise<number>;
  /** The process id of the relay at work. */
  relay(): Promise<number>;
  /** The process id of the consumer that did the last effect. */
  consumer(): Promise<number>;
  /** The last event whose handling nothing stands in the way of. */
  lastFine(heldKeys: readonly string[]): Promise<string | undefined>;
  isHandled(id: string): Promise<boolean>;
  log(): Promise<Committed[]>;
  done(): Promise<Effect[]>;
  states(): Promise<StateCount[]>;
}

export function ledger({ query }: Pick<Databases, "query">): Ledger {
  const all = async <Row>(which: Which, sql: string) => (await query(which, sql)) as Row[];
  const one = async <Value>(which: Which, sql: string) => (await all<{ v: Value }>(which, sql))[0]?.v;
  return {
    committed: async () => Number(await one("hub", "select count(*) as v from log")),
    pending: async () => Number(await one("hub", "select count(*) as v from statehub_outbox where state = 'pending'")),
    effects: async () => Number(await one("effects", "select count(*) as v from effects")),
    relay: async () => Number.parseInt(String(await one("hub", "select holder as v from statehub_outbox_relay")), 10),
    consumer: async () => Number(await one("effects", "select pid as v from effects order by n desc limit 1")),
    lastFine(heldKeys) {
      const held = heldKeys.length === 0 ? "" : `and key not in (${heldKeys.map((key) => `'${key}'`).join()})`;
      return one("hub", `select id as v from log where kind = 'fine' ${held} order by n desc limit 1`);
    },
    isHandled: async (id) => (await one("effects", `select n as v from effects where id = '${id}'`)) !== undefined,
    log: () => all("hub", "select n, id, key, kind from log order by n"),
    done: () => all("effects", "select * from effects order by n"),
    states: () => all("hub", "select state, count(*) as n from statehub_outbox group by state"),
  };
}
