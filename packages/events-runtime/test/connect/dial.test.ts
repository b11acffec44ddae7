import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { dial } from "../../src/connect/dial.ts";
import { until } from "../support/until.ts";

/** A server that takes connections and says nothing, as one does that is stopped. */
async function hangingServer() {
  const connected = new Set<Socket>();
  const server = createServer((socket) => {
    connected.add(socket);
    socket.on("error", () => {}).on("close", () => connected.delete(socket));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const options = { servers: `127.0.0.1:${typeof address === "object" ? address?.port : ""}`, reconnect: false };
  return { connected, options };
}

test("attempts that a hanging server never answers leave no socket behind", async () => {
  const { connected, options } = await hangingServer();
  for (let attempt = 0; attempt < 3; attempt++) {
    await expect(dial({ ...options, timeout: 50 }, new AbortController().signal)).rejects.toThrow("timeout");
  }
  await until("the sockets are closed", () => connected.size === 0);
});

test("an attempt that is given up ends at once, and leaves no socket behind", async () => {
  const { connected, options } = await hangingServer();
  const giveUp = new AbortController();
  const attempt = dial({ ...options, timeout: 3_600_000 }, giveUp.signal).then(
    () => "connected",
    () => "failed",
  );
  await until("it is connected", () => connected.size === 1);
  giveUp.abort();
  expect(await attempt).toBe("failed");
  await until("the socket is closed", () => connected.size === 0);
});
