import { onTestFinished } from "vitest";
import { type Relay, type RelayOptions, type RelayStatus, startRelay } from "../../../src/index.ts";
import type { NatsServer } from "../../../src/testing/index.ts";
import { type Recorder, recorder } from "../../support/recorder.ts";
import type { Admin } from "../../support/server.ts";
import { until } from "../../support/until.ts";
import type { Hub } from "./hub.ts";

export interface Started {
  readonly relay: Relay;
  readonly logger: Recorder;
}

/**
 * Options of a relay that is in a hurry. Not with its lease: a pause of a busy machine must not look like the end of a
 * relay.
 */
export const hurry = { pollMs: 50, retryMs: 200, timeoutMs: 5_000 } as const;

/** A relay that ends with the test. */
export async function startOn(
  hub: Pick<Hub, "store">,
  server: NatsServer,
  options: Partial<RelayOptions> = {},
): Promise<Started> {
  const logger = recorder();
  const relay = await startRelay({ store: hub.store, servers: server.url, env: {}, logger, ...hurry, ...options });
  onTestFinished(() => relay.close({ timeoutMs: 1_000 }));
  return { relay, logger };
}

export function untilStatus(relay: Relay, what: string, holds: (status: RelayStatus) => boolean): Promise<void> {
  return until(what, async () => holds(await relay.status()));
}

export function untilEmpty(relay: Relay): Promise<void> {
  return untilStatus(relay, "everything is published", ({ pending }) => pending === 0);
}

/** An event as the stream has it. */
export interface Stored {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

export async function storedIn({ stored }: Admin): Promise<Stored[]> {
  return (await stored()).map((message) => {
    const { id, subject, data } = message.json<{ id: string; subject: string; data: { name: string } }>();
    return { id, key: subject, name: data.name };
  });
}

/** The names of the stored events of each key, in the stream's order. */
export function namesByKey(events: readonly Stored[]): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const { key, name } of events) names[key] = [...(names[key] ?? []), name];
  return names;
}
