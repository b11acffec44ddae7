import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { migratePostgres, postgresOutboxMigrations } from "../../src/postgres.ts";
import { migrateSqlite, sqliteOutboxMigrations } from "../../src/sqlite.ts";
import { findPostgres, suiteNeeds } from "../../src/testing/index.ts";
import { newDatabase, pool } from "../support/postgres.ts";

const ids = ["outbox-0001", "outbox-0002"];
const broken = { id: "outbox-9999", sql: "create table half_made (id text); create table statehub_outbox (id text)" };

describe("migrations on SQLite", () => {
  test("run once, each in its turn", () => {
    const database = new DatabaseSync(":memory:");
    expect(migrateSqlite(database, sqliteOutboxMigrations)).toEqual(ids);
    const more = { id: "more", sql: "alter table statehub_outbox add column more text" };
    expect(migrateSqlite(database, [...sqliteOutboxMigrations, more])).toEqual(["more"]);
    expect(migrateSqlite(database, [...sqliteOutboxMigrations, more])).toEqual([]);
  });

  test("leave nothing behind when one fails", () => {
    const database = new DatabaseSync(":memory:");
    expect(() => migrateSqlite(database, [...sqliteOutboxMigrations, broken])).toThrow(/already exists/);
    expect(database.prepare("select name from sqlite_master where type = 'table'").all()).toEqual([]);
  });
});

describe("migrations on PostgreSQL", await suiteNeeds("PostgreSQL", findPostgres), () => {
  test("run once, though several processes do it at the same time", async () => {
    const database = pool(await newDatabase());
    const runs = Array.from({ length: 4 }, () => migratePostgres(database, postgresOutboxMigrations));
    expect((await Promise.all(runs)).flat()).toEqual(ids);
  });

  test("leave nothing behind when one fails", async () => {
    const database = pool(await newDatabase());
    await expect(migratePostgres(database, [...postgresOutboxMigrations, broken])).rejects.toThrow(/already exists/);
    const { rows } = await database.query("select tablename from pg_tables where schemaname = 'public'");
    expect(rows).toEqual([]);
  });
});
