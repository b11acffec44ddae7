import swagger from "@fastify/swagger";
import { EventError } from "@statehub/events-publisher";
import { type FastifyInstance, fastify } from "fastify";
import type { Clock } from "../clock.ts";
import type { Jobs } from "../crons/schedule.ts";
import { Conflict, NotFound } from "../domain/refusals.ts";
import type { Database } from "../store/database.ts";
import { domainRoutes } from "./domains.ts";
import { repoRoutes } from "./repos.ts";
import { taskRoutes } from "./tasks.ts";
import { workstreamRoutes } from "./workstreams.ts";

/** What the routes work with. */
export interface Hub {
  readonly database: Database;
  readonly clock: Clock;
  readonly jobs: Jobs;
  /** How the relay stands. */
  status(): Promise<object>;
}

/** The hub's HTTP API. `GET /openapi.json` describes it. */
export async function serve(hub: Hub): Promise<FastifyInstance> {
  // A property that is misspelt is refused, and not removed.
  const app = fastify({ ajv: { customOptions: { removeAdditional: false } }, forceCloseConnections: true });
  await app.register(swagger, { openapi: { info: { title: "state hub", version: "1.0.0" } } });
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const code = statusOf(error);
    if (code >= 500) console.error(error);
    return reply.code(code).send({ error: error.name, message: error.message });
  });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());
  app.get("/healthz", { schema: { summary: "Whether the hub works, and how its outbox stands" } }, () => hub.status());
  domainRoutes(app, hub);
  repoRoutes(app, hub);
  workstreamRoutes(app, hub);
  taskRoutes(app, hub);
  app.post<{ Params: { name: string } }>(
    "/jobs/:name",
    { schema: { summary: `Run a job now: ${hub.jobs.names.join(", ")}` } },
    async ({ params }) => {
      const { names } = hub.jobs;
      if (await hub.jobs.run(params.name)) return { ran: params.name };
      throw new NotFound(`no job has the name ${params.name}, want one of ${names.join(", ")}`);
    },
  );
  return app;
}

function statusOf(error: Error & { statusCode?: number }): number {
  if (error instanceof NotFound) return 404;
  if (error instanceof Conflict) return 409;
  // What was sent would make an event that does not fit its contract.
  if (error instanceof EventError && error.code === "invalid_event") return 422;
  return error.statusCode ?? 500;
}
