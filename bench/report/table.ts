import { median, type Sample, sampleOf, timesOf } from "../measure/statistics.ts";
import type { Table } from "./result.ts";

/** A table of samples; `ours` is the name of the one that the others are compared with. */
export function tableOf(title: string, unit: Table["unit"], samples: readonly Sample[], ours: string): Table {
  const base = sampleOf(samples, ours);
  const rows = samples.map((sample) => ({
    name: sample.name,
    median: median(sample.times),
    rounds: sample.times.length,
    timesOurs: timesOf(sample, base),
  }));
  return { title, unit, rows };
}
