import type { Row, Tx, Value } from "./database.ts";

/** A table of things with an id, read and written as objects. */
export class Table<Thing extends { readonly id: string }> {
  readonly #name: string;
  readonly #nested: ReadonlySet<string>;

  /** `nested`: the columns that hold JSON. */
  constructor(name: string, nested: readonly (keyof Thing & string)[] = []) {
    this.#name = name;
    this.#nested = new Set(nested);
  }

  /** Whether it was new: false if another has the same unique values, and nothing was written. */
  async insert(tx: Tx, thing: Thing): Promise<boolean> {
    const entries = Object.entries(thing);
    const names = entries.map(([name]) => name).join(", ");
    const marks = entries.map((_, i) => `$${i + 1}`).join(", ");
    const sql = `insert into ${this.#name} (${names}) values (${marks}) on conflict do nothing returning id`;
    return (await tx.query(sql, entries.map(this.#value))).length > 0;
  }

  async update(tx: Tx, id: string, changes: Partial<Thing>): Promise<void> {
    const entries = Object.entries(changes);
    const sets = entries.map(([name], i) => `${name} = $${i + 2}`).join(", ");
    await tx.query(`update ${this.#name} set ${sets} where id = $1`, [id, ...entries.map(this.#value)]);
  }

  /** The thing with an id, locked against others until the transaction ends. */
  async take(tx: Tx, id: string): Promise<Thing | undefined> {
    return (await this.where(tx, `id = $1${tx.forUpdate}`, [id]))[0];
  }

  async find(tx: Tx, id: string): Promise<Thing | undefined> {
    return (await this.where(tx, "id = $1", [id]))[0];
  }

  /** Those with the ids, in their order; what does not exist is left out. */
  async findAll(tx: Tx, ids: readonly string[]): Promise<Thing[]> {
    if (ids.length === 0) return [];
    const found = await this.where(tx, `id in (${ids.map((_, i) => `$${i + 1}`).join(", ")})`, ids);
    return ids.flatMap((id) => found.find((one) => one.id === id) ?? []);
  }

  async where(tx: Tx, condition: string, values: readonly Value[] = []): Promise<Thing[]> {
    const rows = await tx.query(`select * from ${this.#name} where ${condition}`, values);
    return rows.map((row) => this.#thing(row));
  }

  readonly #value = ([name, value]: [string, unknown]): Value =>
    this.#nested.has(name) && value !== null ? JSON.stringify(value) : (value as Value);

  #thing(row: Row): Thing {
    const entries = Object.entries(row).map(([name, value]) => [
      name,
      this.#nested.has(name) && typeof value === "string" ? JSON.parse(value) : value,
    ]);
    return Object.fromEntries(entries) as Thing;
  }
}
