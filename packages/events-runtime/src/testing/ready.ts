import type { ChildProcess } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readInfo } from "./info.ts";

/** What a server tells once it takes connections. */
export interface Ready {
  readonly port: number;
  readonly version: string;
}

/**
 * Resolves when the server has written its ports file and greets a connection on that port.
 * Throws with the last lines of its log when it ends before, or after so many seconds.
 */
export async function whenReady(
  server: ChildProcess,
  portsDirectory: string,
  logFile: string,
  seconds: number,
): Promise<Ready> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    if (server.exitCode !== null || server.signalCode !== null) {
      const how = server.signalCode ?? `exit code ${server.exitCode}`;
      throw new Error(`nats-server ended while starting (${how}); want a running one.${await lastLines(logFile)}`);
    }
    const port = await announcedPort(portsDirectory, server.pid);
    const info = port === undefined ? undefined : await readInfo("127.0.0.1", port, deadline - Date.now());
    if (port !== undefined && info !== undefined) return { port, version: info.version };
    if (Date.now() >= deadline) {
      throw new Error(`nats-server took no connection within ${seconds} s of its start.${await lastLines(logFile)}`);
    }
    await delay(5);
  }
}

/** The client port from `<program>_<pid>.ports`, or undefined while the file is missing or half written. */
async function announcedPort(directory: string, pid: number | undefined): Promise<number | undefined> {
  const name = (await readdir(directory)).find((file) => file.endsWith(`_${pid}.ports`));
  if (name === undefined) return undefined;
  try {
    const ports = JSON.parse(await readFile(join(directory, name), "utf8")) as { nats?: string[] };
    return Number(new URL(ports.nats?.[0] ?? "").port);
  } catch {
    return undefined;
  }
}

/** What a server printed at last, for an error text. */
export async function lastLines(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, "utf8").catch(() => "")).trimEnd().split("\n").slice(-12);
  return lines.join("") === ""
    ? " It printed nothing."
    : ` Its last lines:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
