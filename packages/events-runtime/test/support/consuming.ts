import {
  type ConsumerOptions,
  connectPublisher,
  consumeEvents,
  type EventContext,
  type EventContract,
  type EventEnvelope,
  type EventSubscription,
  type Publisher,
} from "../../src/index.ts";
import type { NatsServer } from "../../src/testing/index.ts";
import { contracts, envelope, repoRegistered, source } from "./contracts.ts";
import { type Recorder, recorder } from "./recorder.ts";
import { type Admin, ending } from "./server.ts";

export interface Consuming {
  readonly subscription: EventSubscription;
  readonly logger: Recorder;
  /** The names (or days) of the events in the order in which their handlers ended. */
  readonly handled: string[];
}

export type Body = { name?: string; days?: number; goal_id?: string };

export interface ConsumeOptions extends Partial<ConsumerOptions<readonly EventContract[], unknown>> {
  readonly types?: readonly EventContract[];
  // biome-ignore lint/suspicious/noExplicitAny: the transaction of whatever inbox a test has
  readonly handle?: (event: EventEnvelope<string, Body>, context: EventContext<any>) => void | Promise<void>;
}

export async function consuming(server: NatsServer, options: ConsumeOptions = {}): Promise<Consuming> {
  const { types = [repoRegistered], handle, durable = "activity-core", ...rest } = options;
  const logger = recorder();
  const handled: string[] = [];
  const handler = async (event: EventEnvelope<string, Body>, context: EventContext<unknown>) => {
    await handle?.(event, context);
    const { name, days, goal_id } = event.data;
    handled.push(name ?? goal_id ?? String(days));
  };
  const handlers = Object.fromEntries(types.map(({ type }) => [type, handler])) as never;
  const where = { servers: server.url, env: {} };
  const subscription = await consumeEvents({
    envelope,
    contracts: types,
    handlers,
    durable,
    logger,
    ...where,
    ...rest,
  });
  return { subscription: ending(subscription), logger, handled };
}

/** Publishes repositories, each with its name: of one subject, or of the one given. */
export interface TestPublisher extends Publisher {
  names(...names: string[]): Promise<void>;
  keyed(subject: string, ...names: string[]): Promise<void>;
}

export async function publishing(server: NatsServer): Promise<TestPublisher> {
  const options = { contracts, source, logger: recorder(), servers: server.url, env: {} };
  const publisher: TestPublisher = Object.assign(ending(await connectPublisher(options)), {
    names: (...names: string[]) => publisher.keyed("r1", ...names),
    async keyed(repo_id: string, ...names: string[]) {
      await Promise.all(names.map((name) => publisher.publish(repoRegistered, { repo_id, name })));
    },
  });
  return publisher;
}

export const many = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `n${from + i}`);

export async function ackPending({ jsm }: Admin, durable = "activity-core"): Promise<number> {
  return (await jsm.consumers.info("STATEHUB_EVENTS", durable)).num_ack_pending;
}
