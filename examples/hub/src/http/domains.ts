import type { FastifyInstance } from "fastify";
import {
  changeDecision,
  createDecision,
  type DecisionChange,
  dueDecisions,
  type NewDecision,
} from "../domain/decisions.ts";
import { createDomain, type NewDomain } from "../domain/domains.ts";
import { changeGoal, createGoal, type GoalChange, type NewGoal } from "../domain/goals.ts";
import { found } from "../domain/refusals.ts";
import { decisions, domains, goals } from "../domain/things.ts";
import { actor, day, id, list, object, oneOf, orNull, slug, stored, team, text } from "./schemas.ts";
import type { Hub } from "./server.ts";

const goalFields = { title: text(200), description: orNull(text(4_000)), target_date: orNull(day) };
const status = oneOf("draft", "proposed", "active", "paused", "achieved", "abandoned");
const decisionFields = { title: text(300), rationale: orNull(text(4_000)), review_on: orNull(day) };

/** Domains, their goals and their decisions. */
export function domainRoutes(app: FastifyInstance, { database, clock }: Hub): void {
  const newDomain = object(
    { slug, name: text(200), owner: team, stale_after_days: { type: "integer", minimum: 14, maximum: 365 } },
    "slug",
    "name",
    "owner",
  );
  app.post<{ Body: NewDomain }>(
    "/domains",
    { schema: { summary: "Create a domain", body: newDomain, response: { 200: stored, 201: stored } } },
    async ({ body }, reply) => {
      const { thing, isNew } = await database.transaction((tx) => createDomain(tx, body, clock()));
      return reply.code(isNew ? 201 : 200).send(thing);
    },
  );
  app.get("/domains", { schema: { summary: "All domains" } }, async () => ({
    domains: await database.transaction((tx) => domains.where(tx, "1 = 1 order by slug")),
  }));
  app.get<{ Params: { id: string } }>("/domains/:id", { schema: { summary: "One domain" } }, async ({ params }) =>
    found(await database.transaction((tx) => domains.find(tx, params.id)), `domain ${params.id}`),
  );

  const newGoal = object(
    {
      ...goalFields,
      status: oneOf("draft", "proposed"),
      owner: team,
      success_criteria: list({ type: "object", additionalProperties: true, required: ["text"] }, 20),
      measure: { type: "object", additionalProperties: true, required: ["kind"] },
    },
    ...["title", "owner", "success_criteria", "measure"],
  );
  app.post<{ Params: { id: string }; Body: NewGoal }>(
    "/domains/:id/goals",
    { schema: { summary: "Create a goal of a domain", body: newGoal, response: { 201: stored } } },
    async ({ params, body }, reply) =>
      reply.code(201).send(await database.transaction((tx) => createGoal(tx, params.id, body, clock()))),
  );
  app.get<{ Params: { id: string }; Querystring: { status?: string } }>(
    "/domains/:id/goals",
    { schema: { summary: "The goals of a domain", querystring: object({ status }) } },
    async ({ params, query }) => {
      const all = await database.transaction((tx) =>
        goals.where(tx, "domain_id = $1 order by created_at", [params.id]),
      );
      return { goals: all.filter((goal) => query.status === undefined || goal.status === query.status) };
    },
  );
  app.patch<{ Params: { id: string }; Body: GoalChange }>(
    "/goals/:id",
    {
      schema: {
        summary: "Change a goal; activating it is published",
        body: object({ ...goalFields, status, decision_id: id, actor }, "actor"),
        response: { 200: stored },
      },
    },
    ({ params, body }) => database.transaction((tx) => changeGoal(tx, params.id, body, clock())),
  );

  app.post<{ Body: NewDecision }>(
    "/decisions",
    {
      schema: {
        summary: "Record a decision that is to be made",
        body: object({ ...decisionFields, domain_id: id }, "domain_id", "title"),
        response: { 201: stored },
      },
    },
    async ({ body }, reply) =>
      reply.code(201).send(await database.transaction((tx) => createDecision(tx, body, clock()))),
  );
  app.patch<{ Params: { id: string }; Body: DecisionChange }>(
    "/decisions/:id",
    {
      schema: {
        summary: "Change a decision",
        body: object({ ...decisionFields, status: oneOf("open", "accepted", "rejected", "superseded") }),
      },
    },
    ({ params, body }) => database.transaction((tx) => changeDecision(tx, params.id, body, clock())),
  );
  app.get<{ Querystring: { due?: boolean } }>(
    "/decisions",
    {
      schema: {
        summary: "Decisions; with due=true, those whose day of review has come",
        querystring: object({ due: { type: "boolean" } }),
      },
    },
    async ({ query }) => ({
      decisions: await database.transaction((tx) =>
        query.due === true ? dueDecisions(tx, clock()) : decisions.where(tx, "1 = 1 order by created_at"),
      ),
    }),
  );
}
