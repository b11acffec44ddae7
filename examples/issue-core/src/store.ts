import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";

/** What is to be done, as whoever creates it says. */
export interface NewTask {
  readonly title: string;
  readonly team: string;
  readonly priority: "low" | "normal" | "high" | "urgent";
  readonly labels: readonly string[];
  readonly instruction: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly repo?: string;
  /** Which definition asked for it, and why. */
  readonly origin?: Readonly<Record<string, string>>;
}

export interface Task extends NewTask {
  readonly id: string;
  readonly key: string;
  readonly created_at: string;
}

/** The tasks, in a database of issue-core's own. */
export class TaskStore {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path, { timeout: 5_000 });
    this.#database.exec(`
pragma journal_mode = wal;
create table if not exists tasks (
  number integer primary key,
  id text not null unique,
  key text not null unique,
  body text not null,
  created_at text not null
);`);
  }

  /** Creates a task, or finds the one that was created with the key before, whatever that one says. */
  create(key: string, body: NewTask): { task: Task; isNew: boolean } {
    const { changes } = this.#database
      .prepare("insert into tasks (id, key, body, created_at) values (?, ?, ?, ?) on conflict (key) do nothing")
      .run(randomUUID(), key, JSON.stringify(body), new Date().toISOString());
    const row = this.#database.prepare("select * from tasks where key = ?").get(key) as unknown as Row;
    return { task: taskOf(row), isNew: changes === 1 };
  }

  /** All tasks in the order of their creation, or those of a team. */
  list(team?: string): Task[] {
    const rows = this.#database.prepare("select * from tasks order by number").all() as unknown as Row[];
    return rows.map(taskOf).filter((task) => team === undefined || task.team === team);
  }

  find(id: string): Task | undefined {
    const row = this.#database.prepare("select * from tasks where id = ?").get(id) as unknown as Row | undefined;
    return row && taskOf(row);
  }

  close(): void {
    this.#database.close();
  }
}

interface Row {
  readonly id: string;
  readonly key: string;
  readonly body: string;
  readonly created_at: string;
}

const taskOf = ({ id, key, body, created_at }: Row): Task => ({
  id,
  key,
  ...(JSON.parse(body) as NewTask),
  created_at,
});
