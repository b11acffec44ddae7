import { createHash } from "node:crypto";
import { nkeys } from "@nats-io/nats-core";

type KeyPair = ReturnType<typeof nkeys.createUser>;

/** An operator, an account and a user of a server in operator mode: its configuration, and the user's `.creds` file. */
export function operatorMode(): { readonly config: string; readonly creds: string; readonly secrets: string[] } {
  const [operator, account, user] = [nkeys.createOperator(), nkeys.createAccount(), nkeys.createUser()];
  const operatorJwt = jwt("operator", operator, operator, {});
  const limits = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
  const accountJwt = jwt("account", operator, account, { limits });
  const userJwt = jwt("user", account, user, { subs: -1, data: -1, payload: -1 });
  const seed = new TextDecoder().decode(user.getSeed());
  const block = (name: string, body: string) => `-----BEGIN ${name}-----\n${body}\n------END ${name}------\n`;
  return {
    config: `operator: ${operatorJwt}\nresolver: MEMORY\nresolver_preload: { ${account.getPublicKey()}: ${accountJwt} }`,
    creds: `${block("NATS USER JWT", userJwt)}\n${block("USER NKEY SEED", seed)}`,
    secrets: [seed, userJwt],
  };
}

/** A NATS JWT (version 2). */
function jwt(type: string, issuer: KeyPair, subject: KeyPair, claims: object): string {
  const body = {
    iat: Math.floor(Date.now() / 1_000),
    iss: issuer.getPublicKey(),
    name: type,
    sub: subject.getPublicKey(),
    nats: { ...claims, type, version: 2 },
  };
  const jti = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode({ typ: "JWT", alg: "ed25519-nkey" })}.${encode({ ...body, jti })}`;
  return `${signed}.${Buffer.from(issuer.sign(new TextEncoder().encode(signed))).toString("base64url")}`;
}
