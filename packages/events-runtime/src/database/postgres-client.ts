/** What a query returns, as `pg` has it. */
export interface PostgresResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly rowCount: number | null;
}

/** Runs a query with `$1` parameters: a client, pool or transaction of `pg`, or anything of its shape. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<PostgresResult>;
}

/** A connection that a pool has lent, with the notifications of `LISTEN`. */
export interface PostgresConnection extends PostgresClient {
  on(event: "notification", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  release(destroy?: boolean): void;
}

/** A pool of connections, as `pg.Pool` is. */
export interface PostgresPool extends PostgresClient {
  connect(): Promise<PostgresConnection>;
}
