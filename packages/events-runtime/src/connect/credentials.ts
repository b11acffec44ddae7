import { readFileSync } from "node:fs";
import {
  type Authenticator,
  credsAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from "@nats-io/nats-core";
import { EventError } from "../event-error.ts";

/** How a program proves who it is: at most one of them. Never logged, never part of an error. */
export interface Credentials {
  readonly token?: string;
  readonly user?: string;
  readonly pass?: string;
  /** An nkey seed (`SU…`) or the path of a file that holds one. */
  readonly nkey?: string;
  /** The path of a `.creds` file. It is read again on every connect, so it may be rotated. */
  readonly creds?: string;
}

/** The server addresses of a list of URLs, without the user information, which nothing else may see. */
export interface ParsedServers {
  readonly servers: readonly string[];
  /** Whether a URL asks for TLS by its scheme. */
  readonly tls: boolean;
  readonly credentials: Credentials | undefined;
}

/**
 * Takes NATS URLs apart: `nats://host:4222`, `tls://user:pass@host`, `nats://token@host`, `host:port`. The client
 * itself ignores user information, and reads a numeric password as the port. Throws `invalid_options`.
 */
export function parseServers(urls: readonly string[]): ParsedServers {
  const parsed = urls.map(parseUrl);
  const credentials = parsed.map((url) => url.credentials).filter((found) => found !== undefined);
  const [first] = credentials;
  if (credentials.some((other) => JSON.stringify(other) !== JSON.stringify(first))) {
    throw new EventError("invalid_options", "got several server urls with different credentials, want one identity");
  }
  return {
    servers: parsed.map((url) => url.server),
    tls: parsed.some((url) => url.tls),
    credentials: first,
  };
}

function parseUrl(text: string): { server: string; tls: boolean; credentials: Credentials | undefined } {
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(text) ? text : `nats://${text}`);
  } catch {
    // No quoting: what cannot be parsed may still hold a password.
    throw new EventError("invalid_options", "got a server url that cannot be parsed, want nats://host:port");
  }
  if (!/^\/?$/.test(url.pathname) || url.search !== "" || url.hash !== "") {
    // No quoting: what looks like host and port may be user and password, cut at a "/", "?" or "#" in the password.
    const want = "want nats://host:port, and / ? # in a password as %2F %3F %23";
    throw new EventError("invalid_options", `got a server url with a path, query or fragment, ${want}`);
  }
  if ((url.protocol !== "nats:" && url.protocol !== "tls:") || url.hostname === "") {
    const got = JSON.stringify(`${url.protocol}//${url.host}`);
    throw new EventError("invalid_options", `got server url ${got}, want nats://host:port or tls://host:port`);
  }
  const user = decoded(url.username);
  const pass = decoded(url.password);
  const credentials = user === "" ? undefined : pass === "" ? { token: user } : { user, pass };
  return { server: url.host, tls: url.protocol === "tls:", credentials };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new EventError("invalid_options", "got a server url with a stray % in its user information, want it as %25");
  }
}

/**
 * The client's way to answer a server's challenge; undefined without credentials.
 * Throws `invalid_options` if several kinds are given or a file cannot be used.
 */
export function authenticatorOf({ token, user, pass, nkey, creds }: Credentials): Authenticator | undefined {
  const given = Object.entries({ token, user, nkey, creds }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => name).join(" and ");
    throw new EventError("invalid_options", `got ${names}, want one kind of credentials`);
  }
  if (token !== undefined) return tokenAuthenticator(token);
  if (user !== undefined) return usernamePasswordAuthenticator(user, pass);
  if (nkey !== undefined) return checked("nkey", nkeyAuthenticator(new TextEncoder().encode(seedOf(nkey))));
  if (creds !== undefined)
    return checked(
      "creds",
      credsAuthenticator(() => readFile("creds", creds)),
    );
  return undefined;
}

function seedOf(nkey: string): string {
  return (/^S[A-Z2-7]{57}$/.test(nkey) ? nkey : readFile("nkey", nkey).toString("utf8")).trim();
}

function readFile(option: string, path: string): Buffer {
  // The path is not quoted in the error, nor is there a cause that does: it could be a mistyped seed.
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EventError("invalid_options", `${option} names a file that cannot be read (${code})`);
  }
}

/** Tries it once, so that a seed or file that cannot work is reported at the start and not at each connect. */
function checked(option: string, authenticator: Authenticator): Authenticator {
  try {
    authenticator("nonce");
  } catch (error) {
    if (error instanceof EventError) throw error;
    throw new EventError("invalid_options", `${option} holds no usable credentials`, { cause: error });
  }
  return authenticator;
}
