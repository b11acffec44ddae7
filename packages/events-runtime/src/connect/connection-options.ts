import type { NodeConnectionOptions } from "@nats-io/transport-node";
import { EventError } from "../event-error.ts";
import { authenticatorOf, type Credentials, parseServers } from "./credentials.ts";
import { LONGEST_MS } from "./timer.ts";

/**
 * Where the server is and who connects. What is not given here is taken from the environment: `NATS_URL` (one URL or
 * several, separated by commas), and, if neither the options nor the URLs have credentials, the first of `NATS_CREDS`
 * (path), `NATS_NKEY` (seed or path), `NATS_TOKEN`, `NATS_USER` with `NATS_PASSWORD`. `NATS_CA` is the path of a CA
 * certificate for TLS.
 */
export interface ConnectOptions extends Credentials {
  /** `nats://host:port`, `tls://…`; user information in it is used as credentials. Default: `NATS_URL`. */
  readonly servers?: string | readonly string[];
  /**
   * As the NATS client takes it: paths or contents of certificates, `rejectUnauthorized`. Default: TLS if the server
   * asks for it.
   */
  readonly tls?: NonNullable<NodeConnectionOptions["tls"]>;
  /** What the server shows in its connection list. */
  readonly name?: string;
  /** Further options of the NATS client. Reconnecting, authentication and addresses are decided here. */
  readonly nats?: Omit<NodeConnectionOptions, DecidedHere>;
  /** Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

type DecidedHere =
  | ("servers" | "port" | "name" | "tls" | "token" | "user" | "pass" | "authenticator")
  | ("reconnect" | "maxReconnectAttempts" | "waitOnFirstConnect" | "ignoreAuthErrorAbort" | "reconnectDelayHandler")
  | ("reconnectJitter" | "reconnectJitterTLS" | "reconnectTimeWait" | "reconnectToServer" | "noAsyncTraces" | "debug");

export type NatsOptions = NodeConnectionOptions;

/** Throws `invalid_options` for a number that is given and that no timer and no count can be. */
export function checkPositive(numbers: Readonly<Record<string, number | undefined>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= LONGEST_MS)) continue;
    throw new EventError("invalid_options", `${name}: got ${value}, want a whole number from 1 to ${LONGEST_MS}`);
  }
}

/**
 * The options for one attempt of the NATS client; undefined when neither `servers` nor `NATS_URL` is set. Throws
 * `invalid_options`.
 */
export function natsOptions(options: ConnectOptions): NatsOptions | undefined {
  const env = options.env ?? process.env;
  const given = options.servers ?? env.NATS_URL ?? "";
  const urls = (typeof given === "string" ? given.split(",") : given).map((url) => url.trim()).filter(Boolean);
  if (urls.length === 0) {
    if (options.servers === undefined) return undefined;
    throw new EventError("invalid_options", "got no server url in servers, want at least one, or none of the option");
  }
  const parsed = parseServers(urls);
  const authenticator = authenticatorOf(chosen(options) ?? parsed.credentials ?? fromEnvironment(env));
  const tls = options.tls ?? (env.NATS_CA ? { caFile: env.NATS_CA } : parsed.tls ? {} : undefined);
  return {
    // A server that hangs is noticed after two unanswered pings: within six seconds.
    pingInterval: 2_000,
    maxPingOut: 2,
    timeout: 5_000,
    ...options.nats,
    servers: [...parsed.servers],
    name: options.name ?? "statehub-events",
    ...(authenticator && { authenticator }),
    ...(tls && { tls }),
    // Connection keeps the connection alive itself; see there.
    reconnect: false,
    // An error object per request, made in advance for its stack, costs more than the request.
    noAsyncTraces: true,
  };
}

function chosen({ token, user, pass, nkey, creds }: Credentials): Credentials | undefined {
  const some = { ...(token && { token }), ...(user && { user, ...(pass && { pass }) }) };
  const all: Credentials = { ...some, ...(nkey && { nkey }), ...(creds && { creds }) };
  return Object.keys(all).length > 0 ? all : undefined;
}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Credentials {
  if (env.NATS_CREDS) return { creds: env.NATS_CREDS };
  if (env.NATS_NKEY) return { nkey: env.NATS_NKEY };
  if (env.NATS_TOKEN) return { token: env.NATS_TOKEN };
  if (env.NATS_USER) return { user: env.NATS_USER, ...(env.NATS_PASSWORD && { pass: env.NATS_PASSWORD }) };
  return {};
}
