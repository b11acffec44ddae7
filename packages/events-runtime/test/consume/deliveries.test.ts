import type { ConsumerInfo } from "@nats-io/jetstream";
import { createInbox, type Msg } from "@nats-io/nats-core";
import { expect, onTestFinished, test } from "vitest";
import { Deliveries } from "../../src/consume/deliveries.ts";
import type { Delivery, Settler } from "../../src/consume/delivery.ts";
import { publishing } from "../support/consuming.ts";
import { admin, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

/** As the server delivers it: for the n-th time, with the number among all deliveries of the consumer. */
function message(sequence: number, deliveryCount: number, delivery: number): Msg {
  const reply = `$JS.ACK.STATEHUB_EVENTS.activity-core.${deliveryCount}.${sequence}.${delivery}.${sequence}000.0`;
  return { subject: "org.statehub.repo.registered", reply, data: new Uint8Array() } as unknown as Msg;
}

test("what ends while a session begins is acknowledged when it is known what the server has, and not awaited", async () => {
  const server = await startServer();
  const { nc, jsm } = await admin(server);
  const where = ["STATEHUB_EVENTS", "activity-core"] as const;
  await jsm.consumers.add(where[0], { durable_name: where[1], ack_policy: "explicit" });
  const accepted: Delivery[] = [];
  const deliveries = new Deliveries({
    ackWaitMs: 60_000,
    maxDeliveries: 10,
    accept: (delivery) => accepted.push(delivery) > 0,
    unsettled: async () => 0,
    settler: { active: true } as Settler,
  });
  onTestFinished(() => deliveries.stop());
  const inbox = createInbox();
  nc.subscribe(inbox, { callback: (_, delivered) => void deliveries.add(delivered) });
  const deliver = async (...names: string[]) => {
    nc.publish(`$JS.API.CONSUMER.MSG.NEXT.${where.join(".")}`, JSON.stringify({ batch: names.length }), {
      reply: inbox,
    });
    await (await publishing(server)).names(...names);
  };
  const info = () => jsm.consumers.info(...where);
  deliveries.begin(await info());
  deliveries.up(nc);
  await deliver("n0", "n1");
  await until("two are handled", () => accepted.length === 2);

  deliveries.down();
  const [first] = accepted;
  if (first) deliveries.settle(first);
  // What is said leaves at the end of the turn, and the answer comes behind it.
  await new Promise(setImmediate);
  expect((await info()).num_ack_pending).toBe(2);
  await deliveries.acknowledge(nc);
  const known = await info();
  expect(known.num_ack_pending).toBe(1);
  deliveries.begin(known);
  deliveries.up(nc);
  await deliver("n2");
  await until("the next one is handled", () => accepted.length === 3);
  expect(deliveries.parked).toBe(0);
});

test("a message that is delivered twice while older ones are awaited does not stand for one of them", () => {
  const accepted: number[] = [];
  const deliveries = new Deliveries({
    ackWaitMs: 60_000,
    maxDeliveries: 10,
    accept: ({ sequence }) => accepted.push(sequence) > 0,
    unsettled: async () => 0,
    settler: { active: true } as Settler,
  });
  onTestFinished(() => deliveries.stop());
  // Another process got the first two, and did not settle them.
  deliveries.begin({
    num_ack_pending: 2,
    num_pending: 1,
    ack_floor: { stream_seq: 0, consumer_seq: 0 },
    delivered: { stream_seq: 2, consumer_seq: 2 },
  } as ConsumerInfo);
  deliveries.add(message(3, 1, 3));
  deliveries.add(message(2, 2, 4));
  deliveries.add(message(2, 3, 5));
  expect(accepted).toEqual([]);
  deliveries.add(message(1, 2, 6));
  expect(accepted).toEqual([1, 2, 3]);
});
