// Mistakes that do not compile. Compiled, never run: each line that stands below an expectation is an error, or the
// compiler complains about the expectation.
import { consume, type EventOf, type EventType, type StateHubEvent, subjectFilter } from "@statehub/events-contracts";
import type { RepoRegistered } from "@statehub/events-contracts/repo/registered.v1";
import { dataOf } from "@statehub/events-contracts/testing";
import type { EventsPublisher } from "@statehub/events-publisher";

const ignore = (): void => {};

export async function consumers(): Promise<void> {
  await consume({
    durable: "missing-handler",
    types: ["org.statehub.repo.registered", "org.statehub.task.stale"],
    // @ts-expect-error: a named type has no handler
    handlers: { "org.statehub.repo.registered": ignore },
  });
  await consume({
    durable: "misspelt-type",
    // @ts-expect-error: no event has this type
    types: ["org.statehub.repo.registerd"],
    // @ts-expect-error: and so it is not known what handlers there should be
    handlers: {},
  });
  await consume({
    durable: "handler-too-many",
    types: ["org.statehub.repo.registered"],
    handlers: {
      "org.statehub.repo.registered": ignore,
      // @ts-expect-error: this type is not among those that the consumer names
      "org.statehub.task.stale": ignore,
    },
  });
  await consume({
    durable: "narrowed",
    types: ["org.statehub.repo.registered", "org.statehub.task.stale"],
    handlers: {
      "org.statehub.repo.registered": ({ type, data }) => {
        const registered: "org.statehub.repo.registered" = type;
        const slug: string = data.slug;
        // @ts-expect-error: this field is another event's
        ignoring(registered, slug, data.task_id);
      },
      "org.statehub.task.stale": ({ data }) => {
        // @ts-expect-error: this field is another event's
        ignoring(data.task_id, data.repo_id);
        // @ts-expect-error: a field that is a string is not a number
        const title: number = data.title;
        ignoring(title);
      },
    },
  });
  // @ts-expect-error: no durable name
  await consume({ types: ["org.statehub.task.stale"], handlers: { "org.statehub.task.stale": ignore } });
}

export async function publishers({ events, publishEvent }: EventsPublisher): Promise<void> {
  const data = dataOf("org.statehub.repo.registered");
  await events.repo.registered(data, { correlationid: "request-1" });
  // @ts-expect-error: a field that the contract does not declare
  await events.repo.registered({ ...data, defaultBranch: "main" });
  // @ts-expect-error: not a member of a closed enum
  await events.repo.registered({ ...data, visibility: "everyone" });
  // A member that an open enum may get.
  await events.repo.registered({ ...data, provider: "forgejo" });
  // @ts-expect-error: a required field is missing
  await events.repo.registered({ repo_id: data.repo_id });
  // @ts-expect-error: null where the contract wants a string
  await events.repo.registered({ ...data, slug: null });
  // @ts-expect-error: no event has this name
  await events.repo.registerd(data);
  // @ts-expect-error: another event's data
  await events.task.stale(data);
  // @ts-expect-error: an option that does not exist
  await events.repo.registered(data, { correlationId: "request-1" });
  // @ts-expect-error: not an envelope
  await publishEvent(data);
}

export function events(event: StateHubEvent, stale: EventOf<"org.statehub.task.stale">): string {
  const any: StateHubEvent = stale;
  // @ts-expect-error: any event is not a certain one
  const registered: EventOf<"org.statehub.repo.registered"> = any;
  // @ts-expect-error: no event has this type
  const type: EventType = "org.statehub.repo.lost";
  // @ts-expect-error: no event is in this group
  const filter = subjectFilter("rope");
  ignoring(registered, type, filter, subjectFilter("domain.goal"));
  switch (event.type) {
    case "org.statehub.repo.registered":
      return event.data.slug;
    case "org.statehub.task.stale":
      return event.data.task_id;
    case "org.statehub.workstream.completed":
    case "org.statehub.domain.goal.activated":
      // @ts-expect-error: a field of neither
      return event.data.repo_id;
  }
}

export function optional(data: RepoRegistered): number {
  // @ts-expect-error: the field may be absent
  return data.languages.length + (data.languages?.length ?? 0);
}

function ignoring(..._values: unknown[]): void {}
