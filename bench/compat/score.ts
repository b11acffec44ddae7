import type { CountTable } from "../report/result.ts";
import type { Pair } from "./pairs.ts";
import type { Said } from "./run.ts";

/** How often one checker was right about a set of pairs, and how long it took. */
export interface Score {
  readonly name: string;
  readonly right: number;
  /** It said compatible, and an instance proves that it is not. */
  readonly falseCompatible: number;
  readonly falseBreaking: number;
  readonly unknown: number;
  readonly seconds: number;
  /** Of one pair, both directions. */
  readonly medianMs: number;
}

/** Scores what a checker said, direction by direction, where the truth is known. */
export function scoreOf(name: string, pairs: readonly Pair[], said: readonly Said[]): Score {
  const counts = { right: 0, falseCompatible: 0, falseBreaking: 0, unknown: 0 };
  pairs.forEach((pair, i) => {
    for (const direction of ["backward", "forward"] as const) {
      const truth = pair[direction]?.verdict;
      if (truth === undefined) continue;
      const got = said[i]?.[direction];
      if (got === undefined) counts.unknown++;
      else if (got === (truth === "compatible")) counts.right++;
      else if (got) counts.falseCompatible++;
      else counts.falseBreaking++;
    }
  });
  const times = said.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return {
    name,
    ...counts,
    seconds: times.reduce((sum, time) => sum + time, 0) / 1000,
    medianMs: times[times.length >> 1] ?? 0,
  };
}

/** The scores as a table: verdicts, then times. */
export function countTable(title: string, scores: readonly Score[]): CountTable {
  return {
    title,
    head: ["right", "false “compatible”", "false “breaking”", "undecided", "all, s", "median, ms"],
    lines: scores.map((score) => [
      score.name,
      percent(score),
      ...[score.falseCompatible, score.falseBreaking, score.unknown].map(String),
      score.seconds.toFixed(1),
      score.medianMs.toFixed(2),
    ]),
  };
}

function percent({ right, falseCompatible, falseBreaking, unknown }: Score): string {
  return `${((100 * right) / (right + falseCompatible + falseBreaking + unknown)).toFixed(1)} %`;
}
