import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readInfo } from "../../src/testing/info.ts";
import { whenReady } from "../../src/testing/ready.ts";
import { fakeMachine } from "./support/fake-machine.ts";

test("a server that announces no port in time is an error with what it printed", async () => {
  const { directory } = await fakeMachine({});
  const [ports, log] = [join(directory, "ports"), join(directory, "log")];
  await mkdir(ports);
  await writeFile(log, "[INF] thinking\n");
  const hangs = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  onTestFinished(() => void hangs.kill("SIGKILL"));
  await expect(whenReady(hangs, ports, log, 0.2)).rejects.toThrow(
    "nats-server took no connection within 0.2 s of its start. Its last lines:\n  [INF] thinking",
  );
});

test.each([
  { what: "INFO in one piece", pieces: ['INFO {"version":"2.9.10"}\r\n'], want: { version: "2.9.10" } },
  { what: "INFO in pieces", pieces: ['INFO {"vers', 'ion":"2.9.10"}\r', "\nPING"], want: { version: "2.9.10" } },
  { what: "something else", pieces: ["SSH-2.0\r\n"], want: undefined },
  { what: "INFO that is no JSON", pieces: ["INFO {\r\n"], want: undefined },
  { what: "INFO without a version", pieces: ["INFO {}\r\n"], want: undefined },
])("a greeting of $what is understood as $want", async ({ pieces, want }) => {
  const server = createServer((socket) => {
    for (const piece of pieces) socket.write(piece);
  });
  onTestFinished(() => void server.close());
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  expect(await readInfo("127.0.0.1", port, 10_000)).toEqual(want);
});
