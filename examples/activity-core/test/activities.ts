import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { FetchContext } from "@statehub/activities";
import type { StateHubEvent } from "@statehub/events-contracts";
import { eventOf } from "@statehub/events-contracts/testing";
import { onTestFinished, vi } from "vitest";
import { installedContracts } from "../src/definitions/contracts.ts";
import { Definitions } from "../src/definitions/definitions.ts";
import { workOnDue } from "../src/run/due.ts";
import { openDatabase } from "../src/store/database.ts";
import { takeIn } from "../src/store/occurrences.ts";

const REPO = "org.statehub.repo.registered";

/** A definition's file; `rest` are more lines of YAML. */
export const definition = (rest: string, trigger = `event: ${REPO}`): string => `
id: example
version: 1.0.0
owner: team-custodian
description: An example.
mode: active
triggers: [{ ${trigger} }]
${rest.includes("key:") ? "" : "key: event.data.repo_id"}
task: { title: Look, team: team-custodian, instruction: Look. }
${rest}
`;

/** activity-core without a server: one definition, a database, and a clock. */
export class Bench {
  readonly folder: string;
  readonly db: DatabaseSync;
  readonly definitions: Definitions;
  now: Date = new Date("2026-03-02T05:00:00Z");

  private constructor(folder: string, db: DatabaseSync, definitions: Definitions) {
    this.folder = folder;
    this.db = db;
    this.definitions = definitions;
  }

  static async with(text: string): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), "statehub-activities-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "example.yaml"), text);
    for (const level of ["log", "error"] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
    const db = openDatabase(":memory:");
    const definitions = await Bench.definitionsIn(folder, db);
    const wrong = definitions.list().flatMap(({ errors }) => errors.map(({ message }) => message));
    if (wrong.length > 0) throw new Error(`the test's definition is wrong: ${wrong.join("; ")}`);
    return new Bench(folder, db, definitions);
  }

  static async definitionsIn(folder: string, db: DatabaseSync): Promise<Definitions> {
    const definitions = new Definitions(folder, await installedContracts(), db);
    onTestFinished(() => definitions[Symbol.dispose]());
    return definitions;
  }

  /** An event comes in: of the first example's repository, or of another one. */
  take(repo?: string): StateHubEvent {
    const event = eventOf(REPO, repo === undefined ? {} : { repo_id: repo }, { time: this.now });
    takeIn(this.db, "example", { event }, event.subject);
    return event;
  }

  /** Works until nothing is due, and returns what has been written down so far. */
  async work(fetch: FetchContext = async () => undefined): Promise<{ outcome: string; detail: string | null }[]> {
    const { db, definitions } = this;
    while (await workOnDue({ db, definitions, clock: () => this.now, fetch }));
    const rows = this.db.prepare("select outcome, detail from audit order by id").all();
    return rows as { outcome: string; detail: string | null }[];
  }
}
