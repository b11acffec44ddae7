import type { DatabaseSync } from "node:sqlite";
import {
  type Activity,
  type ActivityDefinition,
  type Evaluation,
  type Intent,
  milliseconds,
} from "@statehub/activities";
import { type AuditRecord, causeOfKey, type Outcome, record } from "../store/audit.ts";
import { atOnce } from "../store/database.ts";
import { keep } from "../store/intents.ts";
import { done, quarantine, retryAt, timeOf, type Waiting } from "../store/occurrences.ts";
import { keepWindow, openWindow } from "../store/windows.ts";
import type { Inputs } from "./inputs.ts";

/** Writes down what an evaluation came to, with everything that follows from it, in one transaction. */
export function settle(
  db: DatabaseSync,
  { definition }: Activity,
  waiting: Waiting,
  evaluation: Evaluation,
  inputs: Inputs,
  now: Date,
): void {
  const { occurrence, cause, attempts } = waiting;
  const note = (outcome: Outcome, more: Partial<AuditRecord> = {}): void =>
    record(db, {
      at: now.toISOString(),
      activity: definition.id,
      version: definition.version,
      cause,
      event_type: "event" in occurrence ? occurrence.event.type : null,
      happened_at: timeOf(occurrence),
      inputs,
      outcome,
      detail: null,
      attempt: attempts + 1,
      idempotency_key: null,
      ...more,
    });
  atOnce(db, () => {
    switch (evaluation.outcome) {
      case "not-concerned":
        return done(db, waiting);
      case "not-matched":
        note("not-matched");
        return done(db, waiting);
      case "failed":
        return note(fail(db, definition, waiting), { detail: `${evaluation.at}: ${evaluation.message}` });
      case "intent": {
        const { intent } = evaluation;
        note(offer(db, definition, intent, waiting, now), { idempotency_key: intent.idempotencyKey });
        return done(db, waiting);
      }
    }
  });
}

/** What the definition says of failures: again after a pause, then quarantined or dropped. Pauses are real time. */
function fail(db: DatabaseSync, { on_failure = {} }: ActivityDefinition, waiting: Waiting): Outcome {
  const { attempts = 5, backoff = "1s", then = "quarantine" } = on_failure;
  if (waiting.attempts + 1 < attempts) {
    retryAt(db, waiting, Date.now() + milliseconds(backoff) * 2 ** waiting.attempts);
    return "failed";
  }
  if (then === "drop") {
    done(db, waiting);
    return "dropped";
  }
  quarantine(db, waiting);
  return "quarantined";
}

/** Gives an intent to the definition's window, and keeps what that lets through. */
function offer(
  db: DatabaseSync,
  definition: ActivityDefinition,
  intent: Intent,
  { occurrence, cause }: Waiting,
  now: Date,
): Outcome {
  const window = openWindow(db, definition);
  const { intents, isDuplicate } = window.offer(intent, now.getTime());
  keepWindow(db, definition, window);
  let isNew = false;
  for (const one of intents) {
    const own = one === intent ? { cause, happened_at: timeOf(occurrence) } : causeOfKey(db, one.idempotencyKey);
    const isKept = keepPassed(db, definition, one, own, now);
    if (one === intent) isNew = isKept;
  }
  if (isDuplicate) return "duplicate";
  if (!intents.includes(intent)) return "waiting";
  return isNew ? "intent" : "duplicate";
}

/** Lets through what the windows of all definitions have kept until now. */
export function advanceWindows(db: DatabaseSync, activities: readonly Activity[], now: Date): void {
  for (const { definition } of activities) {
    if (definition.window === undefined) continue;
    atOnce(db, () => {
      const window = openWindow(db, definition);
      if (window.due === undefined || window.due > now.getTime()) return;
      for (const one of window.advance(now.getTime()))
        keepPassed(db, definition, one, causeOfKey(db, one.idempotencyKey), now);
      keepWindow(db, definition, window);
    });
  }
}

function keepPassed(
  db: DatabaseSync,
  { mode }: ActivityDefinition,
  intent: Intent,
  from: { readonly cause: string; readonly happened_at: string } | undefined,
  now: Date,
): boolean {
  const at = now.toISOString();
  return keep(db, { intent, mode, at, happenedAt: from?.happened_at ?? at, cause: from?.cause ?? "" });
}
