import type { Activity, ActivityEvent, Occurrence } from "@statehub/activities";
import { contracts } from "@statehub/events-contracts";

/** What an evaluation reads, by name, as the audit record has it. */
export type Inputs = Record<string, unknown>;

const MASK = "[masked]";

/** What a definition reads of the occurrence: fields of the event's data by their pointers, what is personal masked. */
export function inputsOf({ reads, definition }: Activity, occurrence: Occurrence): Inputs {
  const inputs: Inputs = {};
  for (const [name, input] of Object.entries(definition.inputs ?? {})) inputs[`inputs.${name}`] = input.default;
  if (!("event" in occurrence)) return { ...inputs, "schedule.time": occurrence.schedule.time };
  const data = visible(occurrence.event);
  for (const { pointer } of reads) inputs[`event.data${pointer}`] = pick(data, tokensOf(pointer));
  return inputs;
}

/**
 * The activity, with every context source that it reads noted in `inputs`: what the definition's own schema declares of
 * the answer, and no more.
 */
export function noting(activity: Activity, inputs: Inputs): Activity {
  const noted = ({ name, read }: Activity["before"][number]): Activity["before"][number] => ({
    name,
    read: async (scope, fetch) => {
      const value = await read(scope, fetch);
      inputs[`context.${name}`] = declared(activity.definition.context?.[name]?.result, value);
      return value;
    },
  });
  return { ...activity, before: activity.before.map(noted), after: activity.after.map(noted) };
}

/** The event's data without personal and secret values. */
function visible({ type, data }: ActivityEvent): unknown {
  const known = Object.hasOwn(contracts, type) ? contracts[type as keyof typeof contracts].sensitive : [""];
  let shown = data;
  for (const pointer of known) shown = mask(shown, tokensOf(pointer));
  return shown;
}

const tokensOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));

function mask(value: unknown, [token, ...rest]: readonly string[]): unknown {
  if (token === undefined) return value === undefined || value === null ? value : MASK;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mask(item, rest));
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    token === "*" || token === name ? mask(inner, rest) : inner,
  ]);
  return Object.fromEntries(entries);
}

function pick(value: unknown, [token, ...rest]: readonly string[]): unknown {
  if (token === undefined || typeof value !== "object" || value === null) return value ?? null;
  if (token === "*") return Object.values(value).map((item) => pick(item, rest));
  return pick((value as Readonly<Record<string, unknown>>)[token], rest);
}

function declared(schema: unknown, value: unknown): unknown {
  const { properties, items } = (schema ?? {}) as { properties?: Record<string, unknown>; items?: unknown };
  if (Array.isArray(value))
    return items === undefined ? `${value.length} items` : value.map((item) => declared(items, item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => properties !== undefined && Object.hasOwn(properties, name));
  return Object.fromEntries(entries.map(([name, inner]) => [name, declared(properties?.[name], inner)]));
}
