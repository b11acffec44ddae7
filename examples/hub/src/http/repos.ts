import type { FastifyInstance } from "fastify";
import { found } from "../domain/refusals.ts";
import { type NewRepo, registerRepo } from "../domain/repos.ts";
import { repos } from "../domain/things.ts";
import { actor, id, object, oneOf, orNull, slug, stored, team, text } from "./schemas.ts";
import type { Hub } from "./server.ts";

const newRepo = object(
  {
    slug,
    name: text(200),
    description: { ...orNull(text(2_000)), default: null },
    url: text(2_048, { format: "uri" }),
    provider: { ...oneOf("github", "gitlab", "gitea", "bitbucket"), default: "github" },
    visibility: { ...oneOf("public", "internal", "private"), default: "internal" },
    default_branch: text(255, { default: "main" }),
    license: { ...orNull(text(64)), default: null },
    owner: team,
    domain_id: { ...orNull(id), default: null },
    registration: object(
      { method: oneOf("manual", "api", "import", "discovery"), registered_by: actor, import_id: id },
      "method",
      "registered_by",
    ),
  },
  ...["slug", "name", "url", "owner", "registration"],
);

/** Repositories. */
export function repoRoutes(app: FastifyInstance, { database, clock }: Hub): void {
  app.post<{ Body: NewRepo }>(
    "/repos",
    {
      schema: {
        summary: "Register a repository; the first time is published",
        body: newRepo,
        response: { 200: stored, 201: stored },
      },
    },
    async ({ body }, reply) => {
      const { thing, isNew } = await database.transaction((tx) => registerRepo(tx, body, clock()));
      return reply.code(isNew ? 201 : 200).send(thing);
    },
  );
  app.get("/repos", { schema: { summary: "All repositories" } }, async () => ({
    repos: await database.transaction((tx) => repos.where(tx, "1 = 1 order by slug")),
  }));
  app.get<{ Params: { id: string } }>("/repos/:id", { schema: { summary: "One repository" } }, async ({ params }) =>
    found(await database.transaction((tx) => repos.find(tx, params.id)), `repository ${params.id}`),
  );
}
