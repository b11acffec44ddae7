import swagger from "@fastify/swagger";
import { type FastifyInstance, fastify } from "fastify";
import type { NewTask, TaskStore } from "./store.ts";

const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength });

/** 500 characters, of which percent-encoding makes up to nine each. */
const KEY = text(4_500);

const NEW_TASK = {
  type: "object",
  additionalProperties: false,
  required: ["title", "team", "instruction"],
  properties: {
    title: text(1_000),
    team: text(100),
    priority: { type: "string", enum: ["low", "normal", "high", "urgent"], default: "normal" },
    labels: { type: "array", maxItems: 50, items: text(200), default: [] },
    instruction: text(50_000),
    parameters: { type: "object", additionalProperties: true, default: {} },
    repo: text(200),
    origin: { type: "object", additionalProperties: { type: "string" } },
  },
};

const TASK = {
  type: "object",
  required: ["id", "key", "created_at", ...NEW_TASK.required],
  properties: { id: text(100), key: KEY, created_at: text(40), ...NEW_TASK.properties },
};

const ERROR = { type: "object", properties: { error: { type: "string" }, message: { type: "string" } } };

/** The HTTP API. `GET /openapi.json` describes it. */
export async function serve(store: TaskStore): Promise<FastifyInstance> {
  // A key that is misspelt is refused, and not removed.
  const app = fastify({ ajv: { customOptions: { removeAdditional: false } }, forceCloseConnections: true });
  await app.register(swagger, { openapi: { info: { title: "issue-core", version: "1.0.0" } } });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
  app.get("/healthz", { schema: { hide: true } }, () => ({ status: "ok" }));

  app.post<{ Body: NewTask; Headers: { "idempotency-key": string } }>(
    "/tasks",
    {
      schema: {
        summary: "Create a task, once for each idempotency key",
        headers: {
          type: "object",
          required: ["idempotency-key"],
          properties: {
            "idempotency-key": { ...KEY, description: "Names the reason: the same key, the same task." },
          },
        },
        body: NEW_TASK,
        response: { 200: TASK, 201: TASK },
      },
    },
    async ({ headers, body }, reply) => {
      const { task, isNew } = store.create(headers["idempotency-key"], body);
      return reply.code(isNew ? 201 : 200).send(task);
    },
  );

  app.get<{ Querystring: { team?: string } }>(
    "/tasks",
    {
      schema: {
        summary: "All tasks, oldest first",
        querystring: { type: "object", additionalProperties: false, properties: { team: text(100) } },
        response: { 200: { type: "object", properties: { tasks: { type: "array", items: TASK } } } },
      },
    },
    ({ query }) => ({ tasks: store.list(query.team) }),
  );

  app.get<{ Params: { id: string } }>(
    "/tasks/:id",
    { schema: { summary: "One task", response: { 200: TASK, 404: ERROR } } },
    async ({ params }, reply) =>
      store.find(params.id) ?? reply.code(404).send({ error: "not_found", message: `no task has the id ${params.id}` }),
  );
  return app;
}
