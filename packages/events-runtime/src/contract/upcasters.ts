import { EventError, violationError } from "../event-error.ts";
import { explain } from "../validation/index.ts";
import type { EventContract } from "./contract.ts";
import type { EventEnvelope } from "./envelope.ts";

/**
 * One step from a major of an event to a later one. Each major has one at most that leads away from it; over several
 * majors the steps are taken one after the other.
 */
export interface Upcaster<From = unknown, To = unknown> {
  readonly from: EventContract<string, From>;
  readonly to: EventContract<string, To>;
  /**
   * The same occurrence in the newer shape. A pure function: events are read again after years, and the same event must
   * then say the same. The value of the contract's key stays the same too, so that order holds from one major to the
   * next. It gets data that passed `from.tolerant`.
   */
  upcast(data: From): To;
}

/** Upcasters by the type that they lead away from. */
export type UpcastersByType = Readonly<Record<string, Upcaster>>;

/** The upcaster that leads away from a type; undefined for the newest, also for names such as `constructor`. */
export function upcasterOf(upcasters: UpcastersByType, type: string): Upcaster | undefined {
  return Object.hasOwn(upcasters, type) ? upcasters[type] : undefined;
}

/** The type that events of a type are read as: the end of its upcasters, itself where there are none. */
export function newestOf(upcasters: UpcastersByType, type: string): string {
  let newest = type;
  for (let step = upcasterOf(upcasters, newest); step; step = upcasterOf(upcasters, newest)) newest = step.to.type;
  return newest;
}

/**
 * An event, which fits the contract of its type, as the newest contract has it: its type, `dataschema` and data. All
 * else is said of the occurrence and stays, also the subject, by which events are ordered.
 * Throws `upcast_failed` when an upcaster throws or what it gives is not what a reader may rely on.
 */
export function upcastEvent(upcasters: UpcastersByType, event: EventEnvelope): EventEnvelope {
  let newest = event;
  for (let step = upcasterOf(upcasters, event.type); step; step = upcasterOf(upcasters, newest.type)) {
    const { type, dataschema } = step.to;
    newest = { ...newest, type, dataschema, data: upcastData(step, newest.data) };
  }
  return newest;
}

function upcastData(step: Upcaster, data: unknown): unknown {
  const { from, to } = step;
  const names = `${from.type} to ${to.type}`;
  let upcasted: unknown;
  try {
    upcasted = step.upcast(data);
  } catch (cause) {
    // Its own words may quote the data: they are only in the cause, which no line of the log shows.
    const what = cause instanceof Error ? cause.name : typeof cause;
    throw new EventError("upcast_failed", `${names}: the upcaster threw ${what}`, { cause });
  }
  const validate = to.tolerant;
  if (validate(upcasted)) return upcasted;
  throw violationError("upcast_failed", names, explain(validate.errors, upcasted, to.sensitive));
}

/** Contracts, and the upcasters between them. */
export interface Reading {
  readonly contracts: readonly EventContract[];
  readonly upcasters: UpcastersByType;
}

/**
 * What is read to get all events of the wanted contracts: these, and the older majors that lead to them. A wanted
 * contract's own events are left as they are: a consumer that names a major gets it.
 */
export function readingOf(wanted: readonly EventContract[], upcasters: UpcastersByType): Reading {
  const own = new Set(wanted.map(({ type }) => type));
  const contracts = [...wanted];
  const used: Record<string, Upcaster> = {};
  for (const { type } of contracts) {
    for (const step of Object.values(upcasters)) {
      if (step.to.type !== type || own.has(step.from.type)) continue;
      used[step.from.type] = step;
      contracts.push(step.from);
    }
  }
  return { contracts, upcasters: used };
}
