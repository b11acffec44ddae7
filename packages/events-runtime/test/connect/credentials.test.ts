import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nkeys } from "@nats-io/nats-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { type ConnectOptions, connectPublisher, consumeEvents, type Publisher } from "../../src/index.ts";
import { selfSigned } from "../support/certificate.ts";
import { contracts, envelope, repoRegistered, source } from "../support/contracts.ts";
import { operatorMode } from "../support/jwt.ts";
import { type Recorder, recorder } from "../support/recorder.ts";
import { admin, ending, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

async function publisherWith(options: ConnectOptions): Promise<{ publisher: Publisher; logger: Recorder }> {
  const logger = recorder();
  const publisher = await connectPublisher({ contracts, source, logger, env: {}, ...options });
  return { publisher: ending(publisher), logger };
}

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "statehub-credentials-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

function file(name: string, text: string): string {
  const path = join(directory(), name);
  writeFileSync(path, text);
  return path;
}

const withPassword = 'authorization { user: "hub", password: "4711/p@ss" }';
const withToken = 'authorization { token: "t0ken-xyz" }';

describe("who connects", () => {
  const at = (url: string, user: string) => url.replace("nats://", `nats://${user}@`);
  const cases: { name: string; config: string; secret: string; options: (url: string) => ConnectOptions }[] = [
    {
      name: "user and password in the url, percent-encoded",
      config: withPassword,
      secret: "4711",
      options: (url) => ({ servers: at(url, "hub:4711%2Fp%40ss") }),
    },
    {
      name: "user and password in NATS_URL",
      config: withPassword,
      secret: "4711",
      options: (url) => ({ env: { NATS_URL: `${at(url, "hub:4711%2Fp%40ss")}, ${at(url, "hub:4711%2Fp%40ss")}` } }),
    },
    {
      name: "user and pass as options, which win over the environment",
      config: withPassword,
      secret: "4711",
      options: (servers) => ({ servers, user: "hub", pass: "4711/p@ss", env: { NATS_TOKEN: "another" } }),
    },
    {
      name: "NATS_USER and NATS_PASSWORD",
      config: withPassword,
      secret: "4711",
      options: (url) => ({ env: { NATS_URL: url, NATS_USER: "hub", NATS_PASSWORD: "4711/p@ss" } }),
    },
    {
      name: "a token in the url",
      config: withToken,
      secret: "t0ken",
      options: (url) => ({ servers: at(url, "t0ken-xyz") }),
    },
    { name: "a token", config: withToken, secret: "t0ken", options: (servers) => ({ servers, token: "t0ken-xyz" }) },
    {
      name: "NATS_TOKEN",
      config: withToken,
      secret: "t0ken",
      options: (url) => ({ env: { NATS_URL: url, NATS_TOKEN: "t0ken-xyz" } }),
    },
  ];

  test.each(cases)("$name", async ({ config, secret, options }) => {
    const server = await startServer({ config });
    const { publisher, logger } = await publisherWith(options(server.url));
    await publisher.ready({ timeoutMs: 60_000 });
    expect(JSON.stringify([logger.lines, publisher.status()])).not.toContain(secret);
  });

  test("an nkey, as a seed or as a file", async () => {
    const user = nkeys.createUser();
    const seed = new TextDecoder().decode(user.getSeed());
    const server = await startServer({ config: `authorization { users: [ { nkey: ${user.getPublicKey()} } ] }` });
    const path = file("user.nk", `${seed}\n`);
    for (const options of [{ nkey: seed }, { nkey: path }, { env: { NATS_NKEY: path } }]) {
      const { publisher, logger } = await publisherWith({ servers: server.url, ...options });
      await publisher.ready({ timeoutMs: 60_000 });
      expect(JSON.stringify(logger.lines)).not.toContain(seed);
    }
  });

  test("a creds file, on a server in operator mode", async () => {
    const { config, creds, secrets } = operatorMode();
    const server = await startServer({ config, jetstream: false });
    const path = file("hub.creds", creds);
    for (const options of [{ creds: path }, { env: { NATS_CREDS: path } }]) {
      const { publisher, logger } = await publisherWith({ servers: server.url, ...options });
      await publisher.ready({ timeoutMs: 60_000 });
      for (const secret of secrets) expect(JSON.stringify(logger.lines)).not.toContain(secret);
    }
    const stranger = await publisherWith({ servers: server.url, creds: file("other.creds", operatorMode().creds) });
    await until("a stranger is refused", () => stranger.publisher.status().error?.code === "unauthorized");
  });

  test("wrong credentials are reported, and tried on, since the server may learn them", async () => {
    const server = await startServer({ config: withPassword });
    const { publisher, logger } = await publisherWith({ servers: server.url, user: "hub", pass: "wr0ng" });
    await until("it is refused", () => publisher.status().error?.code === "unauthorized");
    expect(publisher.status().state).toBe("connecting");
    const message = "cannot connect to nats, trying on";
    await until("it is tried again", () => logger.fieldsOf(message).length > 2);
    expect(logger.lines.filter((line) => line.message === message && line.level === "error")).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain("wr0ng");
  });
});

describe("TLS", () => {
  test("with a CA by option or by NATS_CA, and not without", async () => {
    const { cert, key } = selfSigned();
    const ca = file("cert.pem", cert);
    const config = `tls { cert_file: "${ca}", key_file: "${file("key.pem", key)}" }`;
    const server = await startServer({ config });
    const url = server.url.replace("nats://", "tls://");
    for (const options of [
      { servers: url, tls: { caFile: ca } },
      { servers: server.url, tls: { ca: cert } },
      { env: { NATS_URL: url, NATS_CA: ca } },
    ]) {
      const { publisher } = await publisherWith(options);
      await publisher.ready({ timeoutMs: 60_000 });
    }
    const { publisher } = await publisherWith({ servers: url });
    await until("it is refused", () => publisher.status().error?.code === "unavailable");
  });

  test("a tls url does not connect without TLS", async () => {
    const server = await startServer();
    const { publisher } = await publisherWith({ servers: server.url.replace("nats://", "tls://") });
    await until("it is refused", () => publisher.status().error !== undefined);
    expect(publisher.status().state).toBe("connecting");
  });
});

describe("a permission that is missing", () => {
  const user = (permissions: string) =>
    `authorization { users: [ { user: hub, password: pw, permissions: { ${permissions} } }, { user: root, password: pw } ] }`;

  test.each([
    ["to publish the event", 'publish: { deny: "org.statehub.repo.>" }'],
    ["to receive acknowledgements", 'subscribe: { deny: "_INBOX.>" }'],
  ])("%s", async (_, permissions) => {
    const server = await startServer({ config: user(permissions) });
    await admin(server, {}, { user: "root", pass: "pw" });
    const { publisher } = await publisherWith({ servers: server.url, user: "hub", pass: "pw" });
    for (let n = 0; n < 2; n++) {
      const publishing = publisher.publish(repoRegistered, { repo_id: "r1", name: "hub" });
      await expect(publishing).rejects.toMatchObject({ code: "unauthorized", retryable: false });
    }
  });

  test("to receive acknowledgements, with tens of thousands waiting", async () => {
    const server = await startServer({ config: user('subscribe: { deny: "_INBOX.>" }') });
    const options = { servers: server.url, user: "hub", pass: "pw", window: 1 };
    const { publisher } = await publisherWith(options);
    await publisher.ready();
    const data = { repo_id: "r1", name: "hub" };
    const publishing = Array.from({ length: 30_000 }, () => publisher.publish(repoRegistered, data));
    const settled = await Promise.allSettled(publishing);
    const refused = settled.filter((one) => one.status === "rejected" && one.reason.code === "unauthorized");
    expect(refused).toHaveLength(30_000);
  });

  test("to use a consumer: the subscription ends with it", async () => {
    const server = await startServer({ config: user('publish: { deny: "$JS.API.CONSUMER.>" }') });
    await admin(server, {}, { user: "root", pass: "pw" });
    const options = { servers: server.url, user: "hub", pass: "pw", env: {}, logger: recorder() };
    const handlers = { [repoRegistered.type]: () => {} };
    const consumed = await consumeEvents({ ...options, envelope, contracts: [repoRegistered], handlers, durable: "d" });
    await expect(ending(consumed).closed).resolves.toMatchObject({ code: "unauthorized" });
  });
});

test.each<[string, ConnectOptions]>([
  ["a creds file that does not exist", { creds: "/nonexistent.creds" }],
  ["a creds file that holds none", { creds: import.meta.filename }],
  ["an nkey that is neither a seed nor a file", { nkey: "SUsecret" }],
  ["a seed with a typing error", { nkey: `SU${"A".repeat(56)}` }],
  ["two kinds of credentials", { token: "secret", user: "secret" }],
  ["different credentials per server", { servers: ["nats://a:secret@h1", "nats://b:secret@h2"] }],
  ["an nkey that names a folder", { nkey: tmpdir() }],
  ["a url with a stray % in its password", { servers: "nats://hub:secret%zz@h1" }],
  ["a password with a / after digits, which reads as host, port and path", { servers: "nats://secret:1234/ss@h1" }],
  ["the same with another scheme", { servers: "http://secret:1234/ss@h1" }],
  ["a password with a ? after digits", { servers: "nats://secret:1234?ss@h1" }],
  ["a password with a # after digits", { servers: "nats://secret:1234#ss@h1" }],
  ["a url that cannot be parsed", { servers: "nats://hub:secret@[" }],
])("%s is refused at once, without showing it", async (_, options) => {
  const error = await publisherWith({ servers: "127.0.0.1:1", ...options }).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: "EventError", code: "invalid_options" });
  expect(error.message).not.toContain("secret");
});
