import type { Actor } from "./actor.ts";
import type { Effect } from "./databases/ledger.ts";
import type { ChaosOptions } from "./options.ts";

/** How often a kind of fault happened, and in how many seconds all that had been committed by then was handled. */
export interface FaultReport {
  count: number;
  readonly recoverySeconds: number[];
}

/** What one run did. */
export interface ChaosReport {
  readonly seed: number;
  readonly setup: string;
  readonly seconds: number;
  readonly events: number;
  readonly faults: Record<string, FaultReport>;
  readonly counts: Readonly<Record<string, number>>;
  readonly memoryMb: Readonly<Record<string, number>>;
  /** What contradicts the promises; nothing, if all is well. */
  readonly violations: string[];
  /** Where the logs are, if there are violations. */
  readonly logs?: string;
}

export function setupOf({ server, store, cluster, onQuarantine }: ChaosOptions, version: string): string {
  const where = cluster ? "three nats-servers" : "nats-server";
  return `${where} ${version}${server === "oldest" ? " (oldest)" : ""}, ${store}, ${onQuarantine}`;
}

/** What the processes have counted, under names that say what it means. */
export function countsOf(actors: readonly Actor[], effects: readonly Effect[]): Record<string, number> {
  const sum = (name: string) => actors.reduce((total, { counts }) => total + (counts[name] ?? 0), 0);
  const changes = effects.filter(({ pid }, i) => i > 0 && effects[i - 1]?.pid !== pid).length;
  return {
    "redelivered to a handler": sum("redelivered"),
    "duplicates dropped by the stream": sum("duplicate in the stream"),
    "duplicates dropped by the inbox": sum("event was handled before, skipped"),
    "sent again after the server had lost them": sum("event lost by the stream, sending it again"),
    "consumer set back": sum("the stream has lost its end, the consumer is set back"),
    "take-overs of relays": sum("relaying the outbox"),
    "take-overs of consumers": changes,
    "refused as another process had taken over": sum("event not handled, another process has taken over"),
    "processes killed by an event": actors.reduce((total, { deaths }) => total + deaths, 0),
    "processes started": actors.reduce((total, { starts }) => total + starts, 0),
    quarantined: sum("event quarantined"),
  };
}

export function textOf(report: ChaosReport): string {
  const { seed, setup, seconds, events, faults, counts, memoryMb, violations, logs } = report;
  const total = Object.values(faults).reduce((sum, { count }) => sum + count, 0);
  const lines = [`seed ${seed}: ${events} events, ${total} faults in ${Math.round(seconds)} s (${setup})`];
  for (const [kind, { count, recoverySeconds }] of Object.entries(faults)) {
    const times = recoverySeconds.map((time) => time.toFixed(1));
    lines.push(
      `  ${String(count).padStart(3)} × ${kind}${times.length > 0 ? `, well again after ${times.join(", ")} s` : ""}`,
    );
  }
  for (const [name, count] of Object.entries(counts)) lines.push(`  ${String(count).padStart(7)} ${name}`);
  lines.push(
    `  memory: ${Object.entries(memoryMb)
      .map(([name, mb]) => `${name} ${mb} MB`)
      .join(", ")}`,
  );
  lines.push(violations.length === 0 ? "  all promises held" : `  BROKEN PROMISES, logs in ${logs}`);
  return [...lines, ...violations.map((what) => `    ${what}`)].join("\n");
}
