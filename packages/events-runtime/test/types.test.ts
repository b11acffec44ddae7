import { expectTypeOf, test } from "vitest";
import {
  type ContractSet,
  type ContractsByType,
  consumeEvents,
  createEnvelope,
  type EnvelopeOf,
  type EventEnvelope,
  type EventHandler,
  type EventSubscription,
  type HandlersFor,
  type Published,
  type Publisher,
  parseEvent,
} from "../src/index.ts";
import {
  envelope,
  type RepoRegistered,
  repoRegistered,
  source,
  type TaskStale,
  taskStale,
} from "./support/contracts.ts";

// What is asserted here is asserted by the compiler; nothing of it runs.
const unused = (_: () => unknown): void => {};

test("a consumer has exactly one handler for each type, with its data narrowed", () => {
  const options = { envelope, durable: "d" };
  const contracts = [repoRegistered, taskStale] as const;
  unused(() =>
    consumeEvents({
      ...options,
      contracts: [repoRegistered, taskStale],
      handlers: {
        "org.statehub.repo.registered": (event, context) => {
          expectTypeOf(event).toEqualTypeOf<EventEnvelope<"org.statehub.repo.registered", RepoRegistered>>();
          expectTypeOf(context.sequence).toEqualTypeOf<number>();
        },
        "org.statehub.task.stale": async ({ data }) => {
          expectTypeOf(data).toEqualTypeOf<TaskStale>();
        },
      },
    }),
  );
  unused(() =>
    consumeEvents({
      ...options,
      contracts,
      // @ts-expect-error: the handler of task.stale is missing
      handlers: { "org.statehub.repo.registered": () => {} },
    }),
  );
  unused(() =>
    consumeEvents({
      ...options,
      contracts: [taskStale],
      // @ts-expect-error: a misspelt type
      handlers: { "org.statehub.task.stale": () => {}, "org.statehub.task.stail": () => {} },
    }),
  );
  unused(() =>
    consumeEvents({
      ...options,
      contracts: [taskStale],
      // @ts-expect-error: a task has no name
      handlers: { "org.statehub.task.stale": ({ data }) => data.name },
    }),
  );
});

test("a generated package wraps it by type names", () => {
  const all = { [repoRegistered.type]: repoRegistered, [taskStale.type]: taskStale } as {
    readonly "org.statehub.repo.registered": typeof repoRegistered;
    readonly "org.statehub.task.stale": typeof taskStale;
  };
  type EventType = keyof typeof all;
  type EventOf<Type extends EventType> = EnvelopeOf<(typeof all)[Type]>;
  function consume<const Types extends readonly EventType[]>(options: {
    readonly types: Types;
    readonly handlers: { readonly [Type in Types[number]]: EventHandler<EventOf<Type>> };
    readonly durable: string;
  }): Promise<EventSubscription> {
    const contracts = options.types.map((type) => all[type]);
    return consumeEvents({ envelope, contracts, handlers: options.handlers as never, durable: options.durable });
  }
  unused(() =>
    consume({
      types: ["org.statehub.task.stale"],
      durable: "d",
      handlers: { "org.statehub.task.stale": ({ data }) => void data.days.toFixed() },
    }),
  );
  unused(() =>
    consume({
      // @ts-expect-error: a misspelt type
      types: ["org.statehub.task.stail"],
      durable: "d",
      handlers: {} as never,
    }),
  );
  unused(() =>
    consume({
      types: ["org.statehub.task.stale", "org.statehub.repo.registered"],
      durable: "d",
      // @ts-expect-error: the handler of repo.registered is missing
      handlers: { "org.statehub.task.stale": () => {} },
    }),
  );
});

test("a publisher takes the data of the contract, and its outcome is told by status", () => {
  const publish = (publisher: Publisher) => {
    publisher.publish(taskStale, { task_id: 1, days: 15 });
    // @ts-expect-error: days is missing
    publisher.publish(taskStale, { task_id: 1 });
    // @ts-expect-error: a misspelt property
    publisher.publish(taskStale, { task_id: 1, days: 15, dayz: 15 });
    // @ts-expect-error: data of another contract
    publisher.publish(taskStale, { repo_id: "r1", name: "hub" });
  };
  const read = (published: Published) => {
    if (published.status === "published") return published.sequence;
    // @ts-expect-error: nothing was stored
    return published.sequence;
  };
  unused(() => [publish, read]);
});

test("envelopes and parsed events are typed by their contracts", () => {
  unused(() => {
    const made = createEnvelope(taskStale, { task_id: 1, days: 15 }, { source });
    expectTypeOf(made).toEqualTypeOf<EventEnvelope<"org.statehub.task.stale", TaskStale>>();
  });
  type Known = { readonly repo: typeof repoRegistered; readonly task: typeof taskStale };
  unused(() => (set: ContractSet<Known>) => {
    const event = parseEvent(new Uint8Array(), set);
    if (event.type === "org.statehub.task.stale") expectTypeOf(event.data).toEqualTypeOf<TaskStale>();
    else expectTypeOf(event.data).toEqualTypeOf<RepoRegistered>();
  });
  expectTypeOf<HandlersFor<readonly []>>().toEqualTypeOf<Record<never, never>>();
  expectTypeOf<Known>().toExtend<ContractsByType>();
});
