import { pino } from "pino";
import { expect, test } from "vitest";
import { repoRegistered } from "../support/contracts.ts";
import { publisherOn } from "../support/publisher.ts";
import { recorder } from "../support/recorder.ts";
import { admin, startServer } from "../support/server.ts";

const data = { repo_id: "r1", name: "hub" };
const { type } = repoRegistered;

test("events that are acknowledged together share lines, each told by its id, in order and once", async () => {
  const server = await startServer();
  await admin(server);
  const { publisher, logger } = await publisherOn(server);
  await publisher.ready();
  server.pause();
  const publishing = Array.from({ length: 300 }, () => publisher.publish(repoRegistered, data));
  server.resume();
  const published = await Promise.all(publishing);

  const told = logger.eventsOf("published");
  expect(told.map(({ id }) => id)).toEqual(published.map(({ id }) => id));
  expect(told[0]).toMatchObject({ id: expect.any(String), type, sequence: 1, ms: expect.any(Number) });
  const lines = logger.fieldsOf("events published");
  expect(lines.length).toBeGreaterThan(0);
  for (const { count, stream, events } of lines) {
    expect(stream).toBe("STATEHUB_EVENTS");
    expect(events).toHaveLength(count as number);
    expect(JSON.stringify(events).length).toBeLessThan(16_000);
  }
});

test("a duplicate is marked as one", async () => {
  const server = await startServer();
  await admin(server);
  const { publisher, logger } = await publisherOn(server);
  const { id } = await publisher.publish(repoRegistered, data);
  await publisher.publish(repoRegistered, { ...data, name: "another" }, { id });
  const place = { id, type, sequence: 1, stream: "STATEHUB_EVENTS", ms: expect.any(Number) };
  expect(logger.fieldsOf("event published")).toEqual([place, { ...place, duplicate: true }]);
});

test("a pino logger takes the lines at its level, and a higher level leaves them out", async () => {
  const server = await startServer();
  await admin(server);
  for (const level of ["info", "warn"]) {
    const lines: string[] = [];
    const logger = pino({ level, base: null }, { write: (line) => void lines.push(line) });
    const { publisher } = await publisherOn(server, { logger });
    await publisher.publish(repoRegistered, data);
    const told = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "event published");
    expect(told).toMatchObject(level === "info" ? [{ level: 30, type }] : []);
  }
});

test("whether a level is written may not be known, or not be told without an error", async () => {
  const server = await startServer();
  await admin(server);
  const logger = {
    ...recorder(),
    isLevelEnabled: () => {
      throw new Error("no level");
    },
  };
  const { publisher } = await publisherOn(server, { logger });
  await publisher.publish(repoRegistered, data);
  expect(logger.lines.some(({ message }) => message === "event published")).toBe(true);
});
