import { expect, test } from "vitest";
import { createEnvelope, type Expectation, ensureStream, STATEHUB_EVENTS } from "../../src/index.ts";
import { repoRegistered, source, taskStale } from "../support/contracts.ts";
import { publisherOn } from "../support/publisher.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const data = { repo_id: "r1", name: "hub" };

test.each<{ name: string; met: (lastId: string) => Expectation; unmet: Expectation }>([
  { name: "the stream", met: () => ({ stream: "STATEHUB_EVENTS" }), unmet: { stream: "OTHER" } },
  { name: "its last sequence", met: () => ({ lastSequence: 2 }), unmet: { lastSequence: 1 } },
  { name: "the last sequence of the type", met: () => ({ lastSubjectSequence: 1 }), unmet: { lastSubjectSequence: 2 } },
  { name: "the last id", met: (lastId) => ({ lastId }), unmet: { lastId: "another" } },
])("an event is stored only if $name is the one expected", async ({ met, unmet }) => {
  const server = await startServer();
  const { count } = await admin(server);
  const { publisher } = await publisherOn(server);
  await publisher.publish(repoRegistered, data);
  const { id } = await publisher.publish(taskStale, { task_id: 1, days: 1 });

  const refused = publisher.publish(repoRegistered, data, { expect: unmet });
  await expect(refused).rejects.toMatchObject({ code: "expected_sequence", retryable: false });
  expect(await count()).toBe(2);

  const envelope = createEnvelope(repoRegistered, data, { source });
  await expect(publisher.publishEvent(envelope, { expect: met(id) })).resolves.toMatchObject({ sequence: 3 });
});

test("a conflict of an event that had to be sent again has an unknown outcome: its first copy may be stored", async () => {
  const server = await startServer();
  const { nc } = await admin(server, "none");
  // Takes the first publish in the stream's place and never answers, as a leader that dies does.
  const silent = nc.subscribe("org.statehub.>");
  await nc.flush();
  const { publisher } = await publisherOn(server);
  const publishing = publisher.publish(repoRegistered, data, { expect: { lastSequence: 7 } });
  const failing = expect(publishing).rejects.toMatchObject({
    code: "unknown_outcome",
    cause: { code: "expected_sequence" },
  });
  await until("it is under way", () => silent.getReceived() === 1);
  silent.unsubscribe();
  await ensureStream(nc, STATEHUB_EVENTS);
  await failing;
});

test("an expectation cannot forge a header", async () => {
  const { publisher } = await publisherOn(undefined);
  const forged = publisher.publish(repoRegistered, data, { expect: { stream: "x\r\nNats-Rollup: all" } });
  await expect(forged).rejects.toMatchObject({ code: "invalid_envelope" });
});
