import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../src/store/database.ts";
import { keep } from "../src/store/intents.ts";
import { Deliverer } from "../src/tasks/deliverer.ts";

test("a key arrives whatever characters it has, and different keys differ", async () => {
  const keys = ["plain/2026-03-02T05:00:00Z", "Straße 🙂", "a\nb", " a", "a", "50%", "50%25"];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.headers["idempotency-key"]));
    response.writeHead(201, { "content-type": "application/json" }).end('{"id":"1"}');
    if (asked.length === keys.length) server.emit("all");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const all = once(server, "all");
  const db = openDatabase(":memory:");
  for (const key of keys) {
    const task = {
      title: "Look",
      team: "t",
      priority: "normal",
      labels: [],
      instruction: "Look.",
      parameters: {},
    } as const;
    const intent = { activity: "example", version: "1.0.0", key, idempotencyKey: key, dedupeBy: key, task };
    keep(db, { intent, mode: "active", at: "2026-03-02T05:00:00Z", happenedAt: "2026-03-02T05:00:00Z", cause: "e" });
  }
  await using _deliverer = new Deliverer(db, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await all;
  expect(new Set(asked).size).toBe(keys.length);
  expect(asked[0]).toBe(keys[0]);
});
