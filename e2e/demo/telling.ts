import { type IssueTask, until, type World } from "../services/world.ts";
import type { Timeline } from "./timeline.ts";

/** Waits for what comes of things, and tells it. */
export class Telling {
  readonly #timeline: Timeline;
  readonly #world: World;
  readonly #told = new Set<string>();

  constructor(timeline: Timeline, world: World) {
    this.#timeline = timeline;
    this.#world = world;
  }

  /** The next task that a definition asks for. */
  async newTask(activity: string): Promise<IssueTask> {
    const task = await until(`a task of ${activity}`, async () =>
      (await this.#world.tasks()).find(({ id, origin }) => origin.activity === activity && !this.#told.has(id)),
    );
    this.#told.add(task.id);
    const { version, cause } = task.origin;
    this.#timeline.tell("activity-core", `${activity} ${version} wants a task`, { event: cause });
    this.#timeline.tell("issue-core", `"${task.title}" for ${task.team}`, { task: task.id });
    return task;
  }

  /** What activity-core wrote down of the event behind a task. */
  async auditOf({ origin }: IssueTask): Promise<void> {
    const [record] = await this.#world.audit(`cause=${origin.cause}&activity=${origin.activity}`);
    const { outcome, inputs, task } = record ?? {};
    this.#timeline.tell("activity-core", "its audit record, where personal values are masked", {
      outcome,
      task,
      inputs,
    });
  }

  /** Fails if there is a task that the story knows nothing of. */
  async everything(): Promise<void> {
    const tasks = await this.#world.tasks();
    const untold = tasks.filter(({ id }) => !this.#told.has(id));
    if (untold.length > 0)
      throw new Error(`tasks that nobody expected: ${untold.map(({ title }) => title).join(", ")}`);
    this.#timeline.tell("demo", "each happening became one task, and nothing else did", {
      tasks: tasks.length,
      events: new Set(tasks.map(({ origin }) => origin.cause)).size,
    });
  }
}
