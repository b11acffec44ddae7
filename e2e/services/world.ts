import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Service } from "./service.ts";

const PATIENCE_MS = 120_000;
const CRONS_LOG_ONLY = "onboard-registered-repos,close-completed-workstreams,plan-activated-goals";

/** A task of issue-core, as far as anybody here looks at it. */
export interface IssueTask {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly team: string;
  readonly origin: { readonly activity: string; readonly version: string; readonly cause: string };
}

export interface AuditRecord {
  readonly activity: string;
  readonly version: string;
  readonly cause: string;
  readonly outcome: string;
  readonly detail: string | null;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly task: { readonly state: string; readonly id: string | null } | null;
}

export interface WorldOptions {
  readonly natsUrl: string;
  /** Of the hub. Default: an SQLite file. */
  readonly databaseUrl?: string;
  /** What time it is in the beginning. */
  readonly now: string;
  /** Name of activity-core's durable consumer. */
  readonly durable?: string;
}

/** The hub, activity-core and issue-core, each a process with a store of its own, in a folder of their own. */
export class World implements AsyncDisposable {
  readonly folder: string;
  readonly hub: Service;
  readonly activityCore: Service;
  readonly issueCore: Service;

  private constructor(folder: string, hub: Service, activityCore: Service, issueCore: Service) {
    this.folder = folder;
    this.hub = hub;
    this.activityCore = activityCore;
    this.issueCore = issueCore;
  }

  static async start({ natsUrl, databaseUrl, now, durable = "activity-core" }: WorldOptions): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), "statehub-world-"));
    const at = (name: string): string => join(folder, name);
    const services: Service[] = [];
    const start = async (name: string, env: NodeJS.ProcessEnv): Promise<Service> => {
      const service = await Service.start(name, env);
      services.push(service);
      return service;
    };
    try {
      await cp(fileURLToPath(new URL("../../activities", import.meta.url)), at("activities"), { recursive: true });
      await writeFile(at("now"), now);
      const common = { NATS_URL: natsUrl, VIRTUAL_CLOCK: at("now") };
      const hubs = { DATABASE_URL: databaseUrl ?? at("hub.db"), CRON_LOG: at("crons.jsonl"), CRONS_LOG_ONLY };
      const [issueCore, hub] = await Promise.all([
        start("issue-core", { ISSUE_CORE_DB: at("issue-core.db") }),
        start("hub", { ...common, ...hubs }),
      ]);
      const activityCore = await start("activity-core", {
        ...common,
        ...{ ACTIVITIES: at("activities"), ACTIVITY_CORE_DB: at("activity-core.db"), DURABLE: durable },
        ...{ HUB_URL: hub.url, ISSUE_CORE_URL: issueCore.url },
      });
      return new World(folder, hub, activityCore, issueCore);
    } catch (error) {
      for (const service of services) await service.stop();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Sets the clock of hub and activity-core. */
  async setClock(now: Date): Promise<void> {
    const path = join(this.folder, "now");
    // Nobody may read half of it.
    await writeFile(`${path}.new`, now.toISOString());
    await rename(`${path}.new`, path);
  }

  /** Changes a definition's file, which activity-core sees by itself. */
  async edit(name: string, change: (text: string) => string): Promise<void> {
    const path = join(this.folder, "activities", name);
    await writeFile(path, change(await readFile(path, "utf8")));
  }

  async tasks(): Promise<IssueTask[]> {
    const { tasks } = await json<{ tasks: IssueTask[] }>("GET", `${this.issueCore.url}/tasks`);
    return tasks;
  }

  async audit(query: string): Promise<AuditRecord[]> {
    const { records } = await json<{ records: AuditRecord[] }>("GET", `${this.activityCore.url}/audit?${query}`);
    return records;
  }

  /** What activity-core's definitions wanted, as `activities parity` reads it. */
  async intents(): Promise<string> {
    return (await fetch(`${this.activityCore.url}/intents`)).text();
  }

  async runJob(name: string): Promise<void> {
    await json("POST", `${this.hub.url}/jobs/${name}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const service of [this.activityCore, this.hub, this.issueCore]) await service.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Asks for JSON. Throws for anything but a success, with what was answered. */
export async function json<Answer = { readonly id: string }>(
  method: "GET" | "POST" | "PATCH",
  url: string,
  body?: unknown,
): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body), headers }) });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Looks until there is something. Throws in the end, and says what it looked for. */
export async function until<Found>(what: string, look: () => Promise<Found | undefined | false>): Promise<Found> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`not within ${PATIENCE_MS} ms: ${what}`);
    await delay(20);
  }
}
