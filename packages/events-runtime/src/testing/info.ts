import { connect } from "node:net";

/** What this package reads of the INFO that a server greets each connection with (NATS client protocol, "INFO"). */
export interface ServerInfo {
  readonly version: string;
}

/** The greeting of the server at that address, or undefined if there is none within so many milliseconds. */
export function readInfo(host: string, port: number, milliseconds: number): Promise<ServerInfo | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let received = "";
    const settle = (info: ServerInfo | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(info);
    };
    const timer = setTimeout(() => settle(undefined), Math.max(milliseconds, 1));
    socket.setEncoding("utf8");
    socket.on("error", () => settle(undefined));
    socket.on("close", () => settle(undefined));
    socket.on("data", (chunk: string) => {
      received += chunk;
      const end = received.indexOf("\r\n");
      if (end !== -1) settle(parseInfo(received.slice(0, end)));
    });
  });
}

function parseInfo(line: string): ServerInfo | undefined {
  if (!line.startsWith("INFO ")) return undefined;
  try {
    const info = JSON.parse(line.slice("INFO ".length)) as { version?: unknown };
    return typeof info.version === "string" ? { version: info.version } : undefined;
  } catch {
    return undefined;
  }
}
