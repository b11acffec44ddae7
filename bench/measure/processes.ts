import { spawnSync } from "node:child_process";
import type { Sample } from "./statistics.ts";

/** A program that is measured as a whole process, from its start to its end. */
export interface Program {
  readonly name: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  /** Puts things back to how the program should find them; not measured. */
  readonly prepare?: () => void;
}

/** How often and how long programs are measured. */
export interface ProcessEffort {
  readonly rounds: number;
  /** A program takes part in no further round once it has taken this much time in all. */
  readonly budgetMs: number;
}

/** Runs Node and throws, with what it printed, if it fails. */
export function runNode(args: readonly string[], cwd?: string): void {
  const result = spawnSync(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8", cwd });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) {
    throw new Error(`node ${args.join(" ")} failed:\n${result.stdout}${result.stderr}`);
  }
}

/** Wall-clock milliseconds of each program, one after the other in each round. */
export function measureProcesses(programs: readonly Program[], { rounds, budgetMs }: ProcessEffort): Sample[] {
  const samples = programs.map(({ name }) => ({ name, times: [] as number[], spent: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, { args, prepare }] of programs.entries()) {
      const sample = samples[i] as (typeof samples)[number];
      if (sample.spent > budgetMs) continue;
      prepare?.();
      const started = performance.now();
      runNode(args);
      const time = performance.now() - started;
      sample.times.push(time);
      sample.spent += time;
    }
  }
  return samples.map(({ name, times }) => ({ name, times }));
}
