import { type FSWatcher, readdirSync, readFileSync, watch } from "node:fs";
import { basename, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import {
  type Activity,
  type ActivityDiagnostic,
  type Contracts,
  prepareActivity,
  readDefinitions,
} from "@statehub/activities";

/** A definition's file as it was read last. */
interface Loaded {
  readonly text: string;
  /** What runs: of this text, or of the one before if this is wrong. */
  readonly activity: Activity | undefined;
  /** What is wrong with the text. */
  readonly errors: readonly ActivityDiagnostic[];
}

/**
 * The definitions in a folder, read again when a file changes. One that is wrong is refused: what ran before goes on
 * running, also over a restart.
 */
export class Definitions implements Disposable {
  readonly #folder: string;
  readonly #contracts: Contracts;
  readonly #db: DatabaseSync;
  readonly #byFile = new Map<string, Loaded>();
  readonly #watcher: FSWatcher;

  constructor(folder: string, contracts: Contracts, db: DatabaseSync) {
    this.#folder = folder;
    this.#contracts = contracts;
    this.#db = db;
    this.#reload();
    this.#watcher = watch(folder, () => {
      try {
        this.#reload();
      } catch (error) {
        console.error(`${folder} cannot be read, what ran goes on running: ${(error as Error).message}`);
      }
    });
  }

  /** Those that run. */
  get activities(): Activity[] {
    return [...this.#byFile.values()].flatMap(({ activity }) => activity ?? []);
  }

  find(id: string): Activity | undefined {
    return this.activities.find(({ definition }) => definition.id === id);
  }

  /** Each file, with what runs of it and what is wrong with it. */
  list(): {
    file: string;
    running: { id: string; version: string; mode: string } | null;
    errors: readonly ActivityDiagnostic[];
  }[] {
    return [...this.#byFile].map(([file, { activity, errors }]) => {
      const { id = "", version = "", mode = "" } = activity?.definition ?? {};
      return { file, running: activity === undefined ? null : { id, version, mode }, errors };
    });
  }

  [Symbol.dispose](): void {
    this.#watcher.close();
  }

  #reload(): void {
    const names = readdirSync(this.#folder).filter((name) => /\.ya?ml$/.test(name) && !name.startsWith("."));
    for (const file of this.#byFile.keys()) {
      if (names.includes(file)) continue;
      this.#byFile.delete(file);
      this.#db.prepare("delete from definitions where file = ?").run(file);
      console.log(`${file}: removed, and not run any more`);
    }
    for (const name of names.sort()) this.#load(name);
  }

  #load(name: string): void {
    const before = this.#byFile.get(name);
    let text: string;
    try {
      text = readFileSync(join(this.#folder, name), "utf8");
    } catch {
      // It was removed just now: the next look sees that.
      return;
    }
    if (text === before?.text) return;
    const { activity, errors } = this.#prepare(name, text);
    const running = activity ?? before?.activity ?? this.#remembered(name);
    this.#byFile.set(name, { text, activity: running, errors });
    if (activity !== undefined) {
      const sql = "insert into definitions values (?, ?) on conflict (file) do update set body = excluded.body";
      this.#db.prepare(sql).run(name, text);
      const { id, version, mode } = activity.definition;
      console.log(`${name}: ${id} ${version} runs, mode ${mode}`);
      return;
    }
    for (const { file, line, column, message, fix } of errors)
      console.error(`${file}:${line}:${column} ${message}: ${fix}`);
    const rest = running === undefined ? "it does not run" : `version ${running.definition.version} goes on running`;
    console.error(`${name}: refused; ${rest}`);
  }

  /** What ran before a restart. */
  #remembered(name: string): Activity | undefined {
    const row = this.#db.prepare("select body from definitions where file = ?").get(name);
    return row && this.#prepare(name, String(row.body)).activity;
  }

  #prepare(name: string, text: string): { activity: Activity | undefined; errors: readonly ActivityDiagnostic[] } {
    const file = `${basename(this.#folder)}/${name}`;
    const { definitions, diagnostics } = readDefinitions([{ file, text }]);
    const [definition] = definitions;
    if (definition === undefined) return { activity: undefined, errors: diagnostics };
    const today = new Date().toISOString().slice(0, 10);
    const prepared = prepareActivity(definition, this.#contracts, { today });
    return { activity: prepared.activity, errors: prepared.diagnostics.filter(({ severity }) => severity === "error") };
  }
}
