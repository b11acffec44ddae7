import type { DatabaseSync } from "node:sqlite";
import swagger from "@fastify/swagger";
import type { EventSubscription } from "@statehub/events-contracts";
import { type FastifyInstance, fastify } from "fastify";
import type { Definitions } from "../definitions/definitions.ts";
import { auditTrail } from "../store/audit.ts";
import { shadowIntents } from "../store/intents.ts";
import { quarantined, release } from "../store/occurrences.ts";

/** What the routes show. */
export interface ActivityCore {
  readonly db: DatabaseSync;
  readonly definitions: Definitions;
  readonly subscription: EventSubscription;
  /** Something is to be worked on again. */
  wake(): void;
}

const text = { type: "string", minLength: 1, maxLength: 200 };

/** The HTTP API. `GET /openapi.json` describes it. */
export async function serve({ db, definitions, subscription, wake }: ActivityCore): Promise<FastifyInstance> {
  // A parameter that is misspelt is refused, and not passed over.
  const app = fastify({ ajv: { customOptions: { removeAdditional: false } }, forceCloseConnections: true });
  await app.register(swagger, { openapi: { info: { title: "activity-core", version: "1.0.0" } } });
  app.get("/openapi.json", { schema: { hide: true } }, () => app.swagger());

  app.get("/healthz", { schema: { summary: "How the consumer stands, and which definitions are refused" } }, () => {
    const refused = definitions.list().filter(({ errors }) => errors.length > 0);
    return {
      status: subscription.status(),
      definitions: definitions.activities.length,
      refused: refused.map(({ file }) => file),
    };
  });
  app.get("/definitions", { schema: { summary: "What runs, and what is wrong with what does not" } }, () => ({
    definitions: definitions.list(),
  }));

  const query = { activity: text, cause: text, limit: { type: "integer", minimum: 1, maximum: 1_000, default: 100 } };
  app.get<{ Querystring: { activity?: string; cause?: string; limit: number } }>(
    "/audit",
    {
      schema: {
        summary: "What definitions made of events and schedules, newest first; cause: an event's id",
        querystring: { type: "object", additionalProperties: false, properties: query },
      },
    },
    ({ query: asked }) => ({ records: auditTrail(db, asked) }),
  );

  app.get<{ Querystring: { activity?: string } }>(
    "/intents",
    {
      schema: {
        summary: "What definitions wanted, one JSON a line, as `activities parity --intents` reads it",
        querystring: { type: "object", additionalProperties: false, properties: { activity: text } },
      },
    },
    (request, reply) => {
      const lines = shadowIntents(db, request.query.activity).map((one) => `${JSON.stringify(one)}\n`);
      return reply.type("application/x-ndjson").send(lines.join(""));
    },
  );

  app.get("/quarantine", { schema: { summary: "What could not be worked on" } }, () => ({
    // Not what they are about: that may name people.
    occurrences: quarantined(db).map(({ id, activity, cause, attempts }) => ({ id, activity, cause, attempts })),
  }));
  app.post<{ Params: { id: number } }>(
    "/quarantine/:id/retry",
    { schema: { summary: "Try again", params: { type: "object", properties: { id: { type: "integer" } } } } },
    ({ params }, reply) => {
      if (!release(db, params.id))
        return reply.code(404).send({ message: `nothing with the id ${params.id} is quarantined` });
      wake();
      return reply.code(202).send({ retried: params.id });
    },
  );
  return app;
}
