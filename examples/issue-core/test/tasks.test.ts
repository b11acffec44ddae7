import { expect, onTestFinished, test } from "vitest";
import { serve } from "../src/server.ts";
import { TaskStore } from "../src/store.ts";

async function issueCore() {
  const app = await serve(new TaskStore(":memory:"));
  onTestFinished(() => app.close());
  return (key: string | undefined, payload: object) =>
    app.inject({
      method: "POST",
      url: "/tasks",
      payload,
      headers: key === undefined ? {} : { "idempotency-key": key },
    });
}

const TASK = { title: "Set up maintenance", team: "team-custodian", instruction: "Protect the branch." };

test("a key creates a task once, and later finds it", async () => {
  const post = await issueCore();
  const first = await post("a/1", TASK);
  const again = await post("a/1", { ...TASK, title: "Another title" });
  const other = await post("a/2", TASK);
  expect([first, again, other].map(({ statusCode }) => statusCode)).toEqual([201, 200, 201]);
  expect(again.json()).toEqual(first.json());
  expect(other.json().id).not.toBe(first.json().id);
});

test("a key of 500 characters is taken as it is sent, percent-encoded", async () => {
  const post = await issueCore();
  expect((await post(encodeURI("鍵".repeat(500)), TASK)).statusCode).toBe(201);
});

test.each([
  { what: "without a key", key: undefined, task: TASK },
  { what: "without a title", key: "a/1", task: { ...TASK, title: undefined } },
  { what: "with a property that no task has", key: "a/1", task: { ...TASK, titel: "Set up" } },
])("a task $what is refused", async ({ key, task }) => {
  const post = await issueCore();
  expect((await post(key, task)).statusCode).toBe(400);
});
