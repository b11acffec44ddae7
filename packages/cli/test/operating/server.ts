import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { applyPlan, connectNats, planTopology, readTopology, STATEHUB_TOPOLOGY } from "@statehub/events-runtime";
import { type NatsServer, startNatsServer } from "@statehub/events-runtime/testing";
import { onTestFinished } from "vitest";
import { type Ran, type RunOptions, statehubEvents } from "../support/command.ts";

/** The server that the suite runs on: `STATEHUB_TEST_SERVER=oldest` runs it on the oldest one that is supported. */
export const testServer: "oldest" | "current" = process.env.STATEHUB_TEST_SERVER === "oldest" ? "oldest" : "current";

type Nats = Awaited<ReturnType<typeof connectNats>>;

export interface Operated {
  readonly server: NatsServer;
  readonly nc: Nats;
  readonly env: Readonly<Record<string, string>>;
  /** Runs the command on this server. */
  run(args: string, options?: RunOptions): Promise<Ran>;
  /** Stores an event, or bytes that are none, and resolves to its sequence. */
  store(subject: string, body: object | string): Promise<number>;
}

/** A server with the streams of the state hub. */
export async function operated(): Promise<Operated> {
  const server = await startNatsServer({ server: testServer });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const nc = await connectNats({ servers: server.url });
  onTestFinished(() => nc.close());
  await applyPlan(nc, planTopology(STATEHUB_TOPOLOGY, await readTopology(nc, STATEHUB_TOPOLOGY)), { replace: false });
  const env = { NATS_URL: server.url };
  return {
    server,
    nc,
    env,
    run: (args, options) => statehubEvents(args.split(" "), { ...options, env: { ...env, ...options?.env } }),
    async store(subject, body) {
      const ack = await nc.request(subject, typeof body === "string" ? body : JSON.stringify(body), {
        timeout: 60_000,
      });
      return ack.json<{ seq: number }>().seq;
    },
  };
}

/** Asks again until it is so; the test's own time limit ends it. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await pause(20);
}

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** A command that goes on until it is told to end. */
export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

export function start(args: string, env: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, ["--conditions=@statehub/source", main, ...args.split(" ")], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}
