import { CONSUMER_SETTINGS, type Setting, type SettingKind, STREAM_SETTINGS } from "./settings.ts";
import type { ConsumerDefinition, StreamSettings, Topology } from "./topology.ts";

/** A place in a topology that is not as it should be. */
export interface TopologyProblem {
  /** JSON Pointer into the topology. */
  readonly pointer: string;
  readonly got: string;
  readonly want: string;
}

/**
 * A topology as a file says it, for example `{ streams: [{ name, subjects, max_age: "30d" }], consumers: [] }`. Times
 * are nanoseconds or `90s`, `10m`, `12h`, `30d`; sizes are bytes or `64KiB`, `256MiB`, `1GiB`.
 */
export function parseTopology(value: unknown): { topology: Topology } | { problems: TopologyProblem[] } {
  const problems: TopologyProblem[] = [];
  if (!isObject(value)) return { problems: [{ pointer: "", got: shown(value), want: "an object" }] };
  const root = objectAt(value, "", ["streams", "consumers"], problems);
  const streams = listAt(root.streams, "/streams", problems).map((stream, i) =>
    definition(stream, `/streams/${i}`, ["name"], STREAM_SETTINGS, problems),
  );
  const consumers = listAt(root.consumers ?? [], "/consumers", problems).map((consumer, i) =>
    definition(consumer, `/consumers/${i}`, ["stream", "durable_name"], CONSUMER_SETTINGS, problems),
  );
  refuseRepeated(streams, "/streams", ({ name }) => name, problems);
  refuseRepeated(consumers, "/consumers", ({ stream, durable_name }) => `${stream} ${durable_name}`, problems);
  if (problems.length > 0) return { problems };
  return { topology: { streams: streams as StreamSettings[], consumers: consumers as ConsumerDefinition[] } };
}

type Parsed = Record<string, unknown>;

function definition(
  value: unknown,
  pointer: string,
  names: readonly string[],
  settings: Readonly<Record<string, Setting>>,
  problems: TopologyProblem[],
): Parsed {
  const found = objectAt(value, pointer, [...names, ...Object.keys(settings)], problems);
  const parsed: Parsed = {};
  for (const name of names) {
    if (typeof found[name] === "string" && /^[^\s.*>/\\]+$/.test(found[name])) parsed[name] = found[name];
    else
      problems.push({
        pointer: `${pointer}/${name}`,
        got: shown(found[name]),
        want: "a name without space . * > / \\",
      });
  }
  for (const [name, setting] of Object.entries(settings)) {
    if (found[name] === undefined) continue;
    const read = readValue(found[name], setting.kind);
    if (read === undefined) {
      problems.push({ pointer: `${pointer}/${name}`, got: shown(found[name]), want: wanted(setting.kind) });
    } else parsed[name] = read;
  }
  return parsed;
}

const TIMES: Readonly<Record<string, number>> = { s: 1e9, m: 60e9, h: 3_600e9, d: 86_400e9 };
const SIZES: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

function readValue(value: unknown, kind: SettingKind): unknown {
  if (Array.isArray(kind)) return kind.includes(value) ? value : undefined;
  if (kind === "text") return typeof value === "string" ? value : undefined;
  if (kind === "flag") return typeof value === "boolean" ? value : undefined;
  if (kind === "texts") return isTexts(value) ? value : undefined;
  if (kind === "labels") return isObject(value) && isTexts(Object.values(value)) ? value : undefined;
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= -1 ? value : undefined;
  if (kind === "count" || typeof value !== "string") return undefined;
  const [, number, unit] = /^(\d+(?:\.\d+)?)([a-zA-Z]+)$/.exec(value) ?? [];
  const factor = (kind === "duration" ? TIMES : SIZES)[unit ?? ""];
  return factor === undefined ? undefined : Math.round(Number(number) * factor);
}

function wanted(kind: SettingKind): string {
  if (typeof kind !== "string") return `one of ${kind.join(", ")}`;
  return {
    text: "a string",
    texts: "a list of strings",
    labels: "an object of strings",
    flag: "true or false",
    count: "a whole number, -1 for no limit",
    bytes: 'a whole number of bytes, or a size such as "256MiB"',
    duration: 'a whole number of nanoseconds, or a time such as "10m" or "30d"',
  }[kind as Exclude<SettingKind, readonly string[]>];
}

function objectAt(value: unknown, pointer: string, known: readonly string[], problems: TopologyProblem[]): Parsed {
  if (!isObject(value)) {
    problems.push({ pointer, got: shown(value), want: "an object" });
    return {};
  }
  for (const name of Object.keys(value).filter((one) => !known.includes(one) && one !== "$schema")) {
    problems.push({ pointer: `${pointer}/${name}`, got: "a setting of that name", want: `one of ${known.join(", ")}` });
  }
  return value;
}

function listAt(value: unknown, pointer: string, problems: TopologyProblem[]): unknown[] {
  if (Array.isArray(value)) return value;
  problems.push({ pointer, got: shown(value), want: "a list" });
  return [];
}

function refuseRepeated(
  all: readonly Parsed[],
  pointer: string,
  nameOf: (one: Parsed) => unknown,
  problems: TopologyProblem[],
): void {
  for (const [i, one] of all.entries()) {
    const first = all.findIndex((other) => nameOf(other) === nameOf(one));
    if (first < i) problems.push({ pointer: `${pointer}/${i}`, got: `${nameOf(one)} again`, want: "each name once" });
  }
}

const isObject = (value: unknown): value is Parsed =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
const shown = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));
