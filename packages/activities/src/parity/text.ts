import type { ParityReport } from "./verdict.ts";

/** A length of time as people say it: `3 h 20 min`. */
export function inWords(ms: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
  ];
  const parts: string[] = [];
  let rest = Math.abs(Math.round(ms / 1_000)) * 1_000;
  for (const [length, unit] of units) {
    const number = Math.floor(rest / length);
    rest -= number * length;
    if (number > 0 && parts.length < 2) parts.push(`${number} ${unit}`);
  }
  return `${ms < 0 && parts.length > 0 ? "-" : ""}${parts.join(" ") || "0 s"}`;
}

/** The report as lines of text: the verdict first, then what is in the way of it. */
export function parityText(report: ParityReport): string {
  const { activity, replaces, passed, blockers, windows, streak, gate, matches, missed, extra, duplicates, gained } =
    report;
  const by = (reason: string): number => extra.filter((one) => one.reason === reason).length;
  const lines = [
    `${activity} beside ${replaces ?? "its cron"}: ${passed ? "the gate is open" : "the gate is shut"}`,
    ...blockers.map((blocker) => `  blocked: ${blocker}`),
    `  windows: ${windows.length} of ${inWords(gate.window)}, the last ${streak} agree; ${gate.minWindows} are wanted`,
    `  matched: ${matches.length}; missed: ${missed.length}; twice: ${duplicates.length}`,
    `  extra: ${by("flapped")} flapped back before the cron looked, ${by("pending")} not seen by the cron yet, ${by("unexplained")} unexplained`,
    ...(gained === undefined
      ? []
      : [
          `  earlier than the cron: ${inWords(gained.median)} (median), ${inWords(gained.least)} to ${inWords(gained.most)}`,
        ]),
    ...missed.map(({ key, cronAt, late }) => {
      const how = late === undefined ? "the definition never had it" : `the definition had it ${inWords(late)} later`;
      return `  missed: ${key} at ${new Date(cronAt).toISOString()}: ${how}`;
    }),
    ...duplicates.map(({ key, definitionAt }) => `  twice: ${key} at ${new Date(definitionAt).toISOString()}`),
    ...extra
      .filter(({ reason }) => reason === "unexplained")
      .map(({ key, definitionAt }) => `  unexplained: ${key} at ${new Date(definitionAt).toISOString()}`),
  ];
  return `${lines.join("\n")}\n`;
}
