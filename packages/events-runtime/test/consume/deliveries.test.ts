import type { ConsumerInfo } from "@nats-io/jetstream";
import type { Msg } from "@nats-io/nats-core";
import { expect, onTestFinished, test } from "vitest";
import { Deliveries } from "../../src/consume/deliveries.ts";
import type { Settler } from "../../src/consume/delivery.ts";

/** As the server delivers it: for the n-th time, with the number among all deliveries of the consumer. */
function message(sequence: number, deliveryCount: number, delivery: number): Msg {
  const reply = `$JS.ACK.STATEHUB_EVENTS.activity-core.${deliveryCount}.${sequence}.${delivery}.${sequence}000.0`;
  return { subject: "org.statehub.repo.registered", reply, data: new Uint8Array() } as unknown as Msg;
}

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
