import { styleText } from "node:util";
import { type Applied, isConverged, type SettingChange, type TopologyPlan } from "@statehub/events-runtime";
import { count } from "../report.ts";

const SIGNS = {
  create: ["+", "green"],
  update: ["~", "yellow"],
  replace: ["!", "red"],
  unchanged: ["=", "dim"],
} as const;

/** A plan as text: a line for each stream and consumer, and under it a line for each setting that differs. */
export function formatPlan(plan: TopologyPlan, stream: NodeJS.WriteStream): string {
  const lines = plan.resources.flatMap(({ kind, name, action, changes, loses }) => {
    const [sign, style] = SIGNS[action];
    return [
      styleText(style, `${sign} ${action} ${kind} ${name}`, { stream }),
      ...changes.map((change) => `    ${changeText(change)}`),
      ...(loses === undefined ? [] : [`    loses ${loses}`]),
    ];
  });
  const changed = plan.resources.filter(({ action }) => action !== "unchanged").length;
  const summary = isConverged(plan) ? "as declared" : `${count(changed, "change")} to make`;
  return `${lines.join("\n")}\n${summary}: ${count(plan.resources.length, "resource")} on nats-server ${plan.version}\n`;
}

function changeText({ setting, got, want, fixed, needs }: SettingChange): string {
  const from = got === undefined ? "" : `${shown(setting, got)} -> `;
  const why = fixed === undefined ? "" : `  (not in place: ${fixed})`;
  const since = needs === undefined ? "" : `  (needs nats-server ${needs})`;
  return `${setting}: ${from}${shown(setting, want)}${why}${since}`;
}

/** What the server took without a word and has not. */
export function formatDropped(
  applied: readonly Applied[],
  version: string | undefined,
  stream: NodeJS.WriteStream,
): string {
  return applied
    .flatMap(({ resource, dropped }) =>
      dropped.map(({ setting, got, want, needs }) => {
        const since = needs === undefined ? "" : `; ${setting} needs nats-server ${needs}`;
        const has = `the server took it and has ${shown(setting, got)} instead of ${shown(setting, want)}`;
        const what = `${resource.kind} ${resource.name}: ${setting}: ${has}`;
        return `${styleText("red", "dropped", { stream })} ${what}; this is nats-server ${version}${since}\n`;
      }),
    )
    .join("");
}

/** A plan as JSON, in the units of JetStream. */
export function planAsJson(plan: TopologyPlan): object {
  const resources = plan.resources.map(({ definition, ...resource }) => resource);
  return { version: plan.version, isConverged: isConverged(plan), resources };
}

const DURATIONS = new Set(["max_age", "duplicate_window", "ack_wait", "inactive_threshold", "priority_timeout"]);
const SIZES = new Set(["max_bytes", "max_msg_size"]);
const TIME_UNITS = [
  ["d", 86_400e9],
  ["h", 3_600e9],
  ["m", 60e9],
  ["s", 1e9],
] as const;
const SIZE_UNITS = [
  ["GiB", 1024 ** 3],
  ["MiB", 1024 ** 2],
  ["KiB", 1024],
] as const;

/** A value as a topology file may say it: the largest unit that leaves it whole. */
function shown(setting: string, value: unknown): string {
  const units = DURATIONS.has(setting) ? TIME_UNITS : SIZES.has(setting) ? SIZE_UNITS : [];
  const unit = typeof value === "number" && value > 0 ? units.find(([, size]) => value % size === 0) : undefined;
  return unit === undefined ? JSON.stringify(value) : `${(value as number) / unit[1]}${unit[0]}`;
}
