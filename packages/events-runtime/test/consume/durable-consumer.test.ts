import { expect, test } from "vitest";
import { ensureConsumer } from "../../src/consume/durable-consumer.ts";
import { many, publishing } from "../support/consuming.ts";
import { admin, startServer } from "../support/server.ts";

test("processes that find a consumer deleted create it side by side, each where it was", async () => {
  const server = await startServer();
  const { nc } = await admin(server);
  await (await publishing(server)).names(...many(0, 10));
  const wanted = {
    stream: "STATEHUB_EVENTS",
    durable: "activity-core",
    subjects: ["org.statehub.repo.registered"],
    ackWaitMs: 5_000,
    maxAckPending: 1_000,
    pinMs: 5_000,
  };
  const infos = await Promise.all([1, 4, 7].map((from) => ensureConsumer(nc, { ...wanted, from })));
  const [first, ...others] = infos.map(({ config }) => config.opt_start_seq);
  expect(others).toEqual([first, first]);
});
