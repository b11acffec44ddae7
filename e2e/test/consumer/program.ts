// What a hub and an activity-core are in one program, written against the published packages. The test of the packages
// as they are packed compiles it outside the repository and runs it on plain Node. It prints one JSON value.
import { consume, EventError, parseEvent, readSchema, type StateHubEvent, subjects } from "@statehub/events-contracts";
import { repoRegistered } from "@statehub/events-contracts/repo/registered.v1";
import { dataOf, eventOf, examples } from "@statehub/events-contracts/testing";
import { connectPublisher } from "@statehub/events-publisher";
import { connectNats, ensureStream, STATEHUB_EVENTS } from "@statehub/events-runtime";
import { startNatsServer } from "@statehub/events-runtime/testing";

const silent = { debug() {}, info() {}, warn() {}, error() {} };

await using server = await startNatsServer({
  server: process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current",
});
const options = { servers: server.url, logger: silent };

const connection = await connectNats(options);
await ensureStream(connection, STATEHUB_EVENTS);
await connection.close();

await using publisher = await connectPublisher(options);
const registered = await publisher.events.repo.registered(dataOf("org.statehub.repo.registered"));
await publisher.events.workstream.completed(dataOf("org.statehub.workstream.completed"));
await publisher.publishEvent(eventOf("org.statehub.task.stale", { title: "Rotate the key" }));

const refusal = await publisher.events.repo
  .registered(dataOf("org.statehub.repo.registered", { visibility: "everyone" as "public" }))
  .then(
    () => undefined,
    (error: unknown) => error,
  );

const handled: string[] = [];
const { promise: all, resolve: done } = later();
await using subscription = await consume({
  ...options,
  durable: "consumer",
  types: ["org.statehub.repo.registered", "org.statehub.task.stale"],
  handlers: {
    "org.statehub.repo.registered": ({ data }) => note(`${data.slug} of ${data.owner.slug}`),
    "org.statehub.task.stale": ({ data, subject }) => note(`${data.title}: ${subject === data.task_id}`),
  },
});
await subscription.ready({ timeoutMs: 120_000 });
await all;

const bytes = new TextEncoder().encode(JSON.stringify(eventOf("org.statehub.repo.registered")));
const parsed: StateHubEvent = parseEvent(bytes);
const schema = await readSchema(parsed.dataschema);

console.log(
  JSON.stringify({
    node: process.versions.node,
    server: server.version,
    published: registered,
    refusal: refusal instanceof EventError ? { code: refusal.code, violations: refusal.violations } : String(refusal),
    handled,
    parsed: parsed.type === repoRegistered.type ? parsed.data.slug : parsed.type,
    subject: subjects.repoRegistered,
    schema: schema?.title,
    unknownSchema: await readSchema("https://schemas.statehub.org/repo/registered/0.0.1"),
    isValid: Object.values(examples).flat().length > 0 && repoRegistered.strict(examples[repoRegistered.type][0]),
  }),
);

function note(line: string): void {
  handled.push(line);
  if (handled.length === 2) done();
}

function later(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
