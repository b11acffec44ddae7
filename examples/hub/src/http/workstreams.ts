import type { FastifyInstance } from "fastify";
import { found } from "../domain/refusals.ts";
import { workstreams } from "../domain/things.ts";
import {
  changeWorkstream,
  createWorkstream,
  type NewWorkstream,
  type WorkstreamChange,
} from "../domain/workstreams.ts";
import { actor, id, list, object, oneOf, orNull, slug, stored, team, text } from "./schemas.ts";
import type { Hub } from "./server.ts";

const fields = { name: text(200), summary: orNull(text(4_000)) };

/** Workstreams. */
export function workstreamRoutes(app: FastifyInstance, { database, clock }: Hub): void {
  const newWorkstream = object(
    {
      ...fields,
      slug,
      domain_id: id,
      owner: team,
      repo_ids: list(id),
      goal_ids: list(id, 20),
      status: oneOf("planned", "active"),
    },
    ...["slug", "name", "domain_id", "owner"],
  );
  app.post<{ Body: NewWorkstream }>(
    "/workstreams",
    { schema: { summary: "Create a workstream", body: newWorkstream, response: { 201: stored } } },
    async ({ body }, reply) =>
      reply.code(201).send(await database.transaction((tx) => createWorkstream(tx, body, clock()))),
  );
  app.patch<{ Params: { id: string }; Body: WorkstreamChange }>(
    "/workstreams/:id",
    {
      schema: {
        summary: "Change a workstream; becoming completed is published",
        body: object(
          {
            ...fields,
            status: oneOf("planned", "active", "blocked", "paused", "completed", "cancelled"),
            outcome: oneOf("achieved", "partially_achieved", "superseded"),
            actor,
          },
          "actor",
        ),
        response: { 200: stored },
      },
    },
    ({ params, body }) => database.transaction((tx) => changeWorkstream(tx, params.id, body, clock())),
  );
  app.get("/workstreams", { schema: { summary: "All workstreams" } }, async () => ({
    workstreams: await database.transaction((tx) => workstreams.where(tx, "1 = 1 order by created_at")),
  }));
  app.get<{ Params: { id: string } }>(
    "/workstreams/:id",
    { schema: { summary: "One workstream" } },
    async ({ params }) =>
      found(await database.transaction((tx) => workstreams.find(tx, params.id)), `workstream ${params.id}`),
  );
}
