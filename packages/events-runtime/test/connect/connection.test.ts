import { expect, test, vi } from "vitest";
import { Connection } from "../../src/connect/connection.ts";
import { natsOptions } from "../../src/connect/connection-options.ts";
import { recorder } from "../support/recorder.ts";
import { ending, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

// The pauses between the attempts are left out.
vi.mock("node:timers/promises", async (load) => {
  const { setTimeout, ...others } = await load<typeof import("node:timers/promises")>();
  return { ...others, setTimeout: (_: number, ...rest: [unknown?, object?]) => setTimeout(0, ...rest) };
});

test("a server is found again though far more attempts failed than the client would make by itself", async () => {
  const server = await startServer();
  const logger = recorder();
  const options = natsOptions({ servers: server.url, env: {} }) ?? expect.unreachable();
  let [ups, downs] = [0, 0];
  const connection = new Connection(options, logger, { up: () => ups++, down: () => downs++ });
  ending(connection);
  await until("it is connected", () => ups === 1);
  await server.kill9();
  await until("many attempts have failed", () => logger.fieldsOf("cannot connect to nats, trying on").length > 100);
  expect(connection.status()).toMatchObject({ state: "disconnected", error: { code: "unavailable" } });
  await server.restart();
  await until("it is connected again", () => ups === 2);
  expect(downs).toBe(1);
  // One line tells of the loss; the attempts are told at a level that is off in most programs.
  expect(logger.lines.filter(({ level }) => level === "warn")).toHaveLength(1);
});
