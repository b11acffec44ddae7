import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connectNats, ensureStream, STATEHUB_EVENTS } from "@statehub/events-runtime";
import { startNatsServer } from "@statehub/events-runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { Clone } from "./support/clone.ts";
import { codeBlocks } from "./support/markdown.ts";
import { stepsOf, take } from "./support/walk.ts";
import { read } from "./support/workspace.ts";

const document = "docs/upcasters.md";
const node = ["--conditions=@statehub/source"];

/** Publishes the examples of the majors that its arguments name, one after the other. */
const publishing = `
import { dataOf } from "@statehub/events-contracts/testing";
import { connectPublisher } from "@statehub/events-publisher";

const publisher = await connectPublisher();
for (const [i, major] of process.argv.slice(2).entries()) {
  const type = "org.statehub.task.stale";
  if (major === "v1") await publisher.events.task.stale(dataOf(type, { title: \`v1 \${i}\` }));
  else await publisher.events.task.stale.v2(dataOf(\`\${type}.v2\`, { summary: \`v2 \${i}\` }));
}
await publisher.close();
`;

/** What a consumer's code can see of events of two majors. */
const typed = `
import { consume, type NewestEvent, parseEvent } from "../src/index.ts";

export const event: NewestEvent = parseEvent(new Uint8Array());
// @ts-expect-error: it is read as the second major
export const isFirst: boolean = event.type === "org.statehub.task.stale";
void consume({
  durable: "d",
  types: ["org.statehub.task.stale.v2"],
  handlers: {
    "org.statehub.task.stale.v2": ({ data }) => {
      data.summary.trim();
      // @ts-expect-error: what the first major calls it
      data.title;
    },
  },
});
`;

/** What a consumer prints of an event. */
interface Seen {
  readonly id: string;
  readonly type: string;
  readonly summary: string;
  readonly by: string;
}

/** Runs a program that prints what it handles, one line of JSON for each event, among lines of other kinds. */
function handling(file: string, env: NodeJS.ProcessEnv): { child: ChildProcess; next(count: number): Promise<Seen[]> } {
  const child = spawn(process.execPath, [...node, file], { env, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  });
  if (child.stdout === null) throw new Error("no pipe");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    async next(count) {
      const seen: Seen[] = [];
      while (seen.length < count) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`the consumer ended after ${seen.length} of ${count} events`);
        if (/^\{"id":/.test(value)) seen.push(JSON.parse(value) as Seen);
      }
      return seen;
    },
  };
}

test(`${document} leads to a second major that reaches a running consumer, old events included`, {
  timeout: 600_000,
}, async () => {
  const clone = await Clone.make();
  onTestFinished(() => clone[Symbol.dispose]());
  for (const step of stepsOf(document)) {
    if (step.kind === "edit") {
      // What nobody can guess does not compile, at its line and nowhere else.
      await clone.run("npm run --silent generate");
      const { stdout } = await clone.run("npx tsc -p packages/events-contracts/tsconfig.json --pretty false");
      expect(stdout).toMatch(/^\S+\/task\/stale\.v1-v2\.ts\(\d+,\d+\): error TS2304: Cannot find name 'TODO'\.\n$/);
    }
    const { stdout } = await take(step, clone);
    if (step.text.includes("vitest")) expect(stdout).toMatch(/Tests .*5 passed/);
  }

  clone.write("packages/events-contracts/test/majors.ts", typed);
  const check = "npx tsc -p packages/events-contracts/tsconfig.json --pretty false";
  expect(await clone.run(check)).toMatchObject({ code: 0, stdout: "" });

  const server = await startNatsServer({
    server: process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current",
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const nats = await connectNats({ servers: server.url, env: {} });
  onTestFinished(() => nats.close());
  await ensureStream(nats, STATEHUB_EVENTS);
  const env = { ...process.env, NATS_URL: server.url };
  const publish = (...majors: string[]) =>
    clone.run(`NATS_URL=${server.url} node ${node.join(" ")} publish.mjs ${majors.join(" ")}`);
  clone.write("publish.mjs", publishing);
  clone.write("consumer.mjs", codeBlocks(read(document)).find(({ language }) => language === "js")?.text ?? "");

  expect(await publish("v1", "v1")).toMatchObject({ code: 0 });
  const consumer = handling(join(clone.folder, "consumer.mjs"), env);
  const stored = await consumer.next(2);
  expect(await publish("v2", "v1", "v2")).toMatchObject({ code: 0 });
  const all = [...stored, ...(await consumer.next(3))];
  expect(all.map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => "org.statehub.task.stale.v2"));
  expect(all.map(({ summary }) => summary)).toEqual(["v1 0", "v1 1", "v2 0", "v1 1", "v2 2"]);
  expect(all.filter(({ summary }) => summary.startsWith("v1")).map(({ by }) => by)).toEqual(
    Array.from({ length: 3 }, () => "hub-staleness-check"),
  );
  expect(new Set(all.map(({ id }) => id)).size).toBe(5);
});
