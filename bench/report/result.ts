import type { Chart } from "./chart.ts";

/** Measured contestants side by side. */
export interface Table {
  readonly title: string;
  readonly unit: "ms" | "µs" | "ns";
  readonly rows: readonly Row[];
}

export interface Row {
  readonly name: string;
  /** The median of the rounds, in the table's unit. */
  readonly median: number;
  readonly rounds: number;
  /** This contestant's time as a multiple of ours; 1 in our own row. */
  readonly timesOurs: number;
}

/** Counts of contestants side by side; the first cell of a line is the contestant's name. */
export interface CountTable {
  readonly title: string;
  /** Of the columns after the first. */
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

/** What was to be reached, and what was. */
export interface Aim {
  readonly what: string;
  /** For example `at most 2.5×`. */
  readonly want: string;
  readonly got: number;
  readonly unit: "×" | " ms" | "";
  readonly isMet: boolean;
}

/** What a suite found. */
export interface SuiteResult {
  readonly suite: string;
  readonly tables: readonly Table[];
  readonly counts?: readonly CountTable[];
  readonly aims: readonly Aim[];
  /** Written beside RESULTS.md, and shown in it. */
  readonly charts?: readonly Chart[];
}

/** An aim that is met from `limit` downwards. */
export function atMost(what: string, got: number, limit: number, unit: Aim["unit"] = "×"): Aim {
  return { what, want: `at most ${limit}${unit}`, got, unit, isMet: got <= limit };
}

/** An aim that is met from `limit` upwards. */
export function atLeast(what: string, got: number, limit: number, unit: Aim["unit"] = "×"): Aim {
  return { what, want: `at least ${limit}${unit}`, got, unit, isMet: got >= limit };
}
