import type { FastifyInstance } from "fastify";
import { found } from "../domain/refusals.ts";
import {
  addProgress,
  changeTask,
  createTask,
  type NewProgress,
  type NewTask,
  type TaskChange,
} from "../domain/tasks.ts";
import { progress, tasks } from "../domain/things.ts";
import { actor, day, id, object, oneOf, orNull, stored, team, text } from "./schemas.ts";
import type { Hub } from "./server.ts";

const fields = {
  title: text(300),
  status: oneOf("open", "in_progress", "blocked", "in_review", "done", "cancelled"),
  priority: oneOf("low", "normal", "high", "urgent"),
  assignee: orNull(actor),
  due_on: orNull(day),
};

/** Tasks, and what is said of their progress. */
export function taskRoutes(app: FastifyInstance, { database, clock }: Hub): void {
  app.post<{ Body: NewTask }>(
    "/tasks",
    {
      schema: {
        summary: "Create a task",
        body: object(
          { ...fields, domain_id: id, workstream_id: orNull(id), repo_id: orNull(id), owner: team },
          ...["title", "domain_id", "owner"],
        ),
        response: { 201: stored },
      },
    },
    async ({ body }, reply) => reply.code(201).send(await database.transaction((tx) => createTask(tx, body, clock()))),
  );
  app.patch<{ Params: { id: string }; Body: TaskChange }>(
    "/tasks/:id",
    { schema: { summary: "Change a task", body: object(fields), response: { 200: stored } } },
    ({ params, body }) => database.transaction((tx) => changeTask(tx, params.id, body, clock())),
  );
  app.get("/tasks", { schema: { summary: "All tasks" } }, async () => ({
    tasks: await database.transaction((tx) => tasks.where(tx, "1 = 1 order by created_at")),
  }));
  app.get<{ Params: { id: string } }>("/tasks/:id", { schema: { summary: "One task" } }, async ({ params }) =>
    found(await database.transaction((tx) => tasks.find(tx, params.id)), `task ${params.id}`),
  );

  app.post<{ Body: NewProgress }>(
    "/progress",
    {
      schema: {
        summary: "Say something of a task, workstream or goal",
        body: object(
          { subject_kind: oneOf("task", "workstream", "goal"), subject_id: id, body: text(4_000), actor },
          ...["subject_kind", "subject_id", "body", "actor"],
        ),
        response: { 201: stored },
      },
    },
    async ({ body }, reply) => reply.code(201).send(await database.transaction((tx) => addProgress(tx, body, clock()))),
  );
  app.get<{ Querystring: { subject_id: string } }>(
    "/progress",
    { schema: { summary: "What was said of something", querystring: object({ subject_id: id }, "subject_id") } },
    async ({ query }) => ({
      progress: await database.transaction((tx) =>
        progress.where(tx, "subject_id = $1 order by created_at", [query.subject_id]),
      ),
    }),
  );
}
