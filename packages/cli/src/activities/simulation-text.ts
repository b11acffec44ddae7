import type { SimulatedIntent, Simulation } from "@statehub/activities";
import { count } from "../report.ts";

const COLUMNS = 60;
const BARS = " ▁▂▃▄▅▆▇█";

/** A simulation for people: a table of the definitions, a timeline, and the tasks. */
export function simulationText(
  simulation: Simulation,
  { tasks, seconds }: { readonly tasks: boolean; readonly seconds: number },
): string {
  const { events, from, to, tallies, intents, failures } = simulation;
  const rate = seconds > 0 ? `, ${Math.round(events / seconds)} a second` : "";
  const lines = [
    `${count(events, "event")} from ${from ?? "-"} to ${to ?? "-"} in ${seconds} s${rate}`,
    "",
    row(["definition", "mode", "concerned", "matched", "left out", "failed", "tasks"]),
    ...tallies.map((one) =>
      row([one.activity, one.mode, one.concerned, one.matched, one.duplicates, one.failed, one.intents]),
    ),
    "",
    ...timeline(simulation),
    ...intents.flatMap((intent) => taskLines(intent, tasks)),
    ...failures.map(
      ({ at, activity, place, message, cause }) => `${at} ${activity} FAILED at ${place}: ${message} (${cause})`,
    ),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function row([name, mode, ...numbers]: readonly (string | number)[]): string {
  return [String(name).padEnd(32), String(mode).padEnd(9), ...numbers.map((one) => String(one).padStart(9))].join(" ");
}

function taskLines({ at, activity, key, task, cause, mode }: SimulatedIntent, whole: boolean): string[] {
  const head = `${at} ${activity} ${key}: ${task.title} → ${task.team}`;
  if (!whole) return [head];
  const rest = { ...task, mode, cause };
  return [head, ...JSON.stringify(rest, null, 2).split("\n").slice(1, -1), ""];
}

/** How many tasks there were when: a line for each definition that had any. */
function timeline({ from, to, intents, tallies }: Simulation): string[] {
  const [start, end] = [Date.parse(from ?? ""), Date.parse(to ?? "")];
  if (intents.length === 0 || !(end > start)) return [];
  const column = (at: string): number =>
    Math.min(COLUMNS - 1, Math.max(0, Math.floor(((Date.parse(at) - start) / (end - start)) * COLUMNS)));
  const counted = tallies.map(({ activity }) => {
    const counts = new Array<number>(COLUMNS).fill(0);
    for (const intent of intents)
      if (intent.activity === activity) counts[column(intent.at)] = (counts[column(intent.at)] ?? 0) + 1;
    return { activity, counts };
  });
  const most = Math.max(...counted.flatMap(({ counts }) => counts));
  const bar = (number: number): string =>
    BARS[number === 0 ? 0 : Math.max(1, Math.round((number / most) * (BARS.length - 1)))] ?? "";
  return [
    ...counted
      .filter(({ counts }) => counts.some((number) => number > 0))
      .map(({ activity, counts }) => `${activity.padEnd(32)} │${counts.map(bar).join("")}│`),
    `${"".padEnd(32)} ${String(from).padEnd(COLUMNS - 22)}${String(to)}`,
    "",
  ];
}
