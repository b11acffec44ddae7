import { createOutbox, startRelay } from "@statehub/events-publisher";
import { migratePostgres, postgresOutbox, postgresOutboxMigrations } from "@statehub/events-publisher/postgres";
import { Pool } from "pg";
import type { Database, Row, Tx } from "./database.ts";
import { hubMigrations } from "./schema.ts";

/** Opens the hub's database on a PostgreSQL server. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({ connectionString: url });
  pool.on("error", (error) => console.warn(`a connection to the database ended: ${error.message}`));
  await migratePostgres(pool, [...hubMigrations, ...postgresOutboxMigrations]);
  const store = postgresOutbox(pool);
  const outbox = createOutbox({ store });
  return {
    async transaction(work) {
      const client = await pool.connect();
      const tx: Tx = {
        query: async (sql, values = []) => (await client.query(sql, [...values])).rows as Row[],
        publish: async (type, data, at) => void (await outbox.enqueue(client, type, data, { time: at })),
        forUpdate: " for update",
      };
      let isBroken = true;
      try {
        await client.query("begin");
        const result = await work(tx);
        await client.query("commit");
        isBroken = false;
        return result;
      } finally {
        // Without its commit, the end of the connection ends the transaction.
        client.release(isBroken);
      }
    },
    relay: () => startRelay({ store, successLevel: "debug" }),
    async [Symbol.asyncDispose]() {
      await pool.end();
    },
  };
}
