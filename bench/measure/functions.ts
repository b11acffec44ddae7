import type { Sample } from "./statistics.ts";

/** A function that is measured inside this process. */
export interface Check {
  readonly name: string;
  readonly accepts: (value: unknown) => boolean;
}

/** How often and how long functions are measured. */
export interface FunctionEffort {
  readonly rounds: number;
  /** How long one contestant runs in one round. */
  readonly sliceMs: number;
}

/** Calls the check on each of the values in turn; throws if it refuses one. Returns milliseconds. */
function run({ name, accepts }: Check, values: readonly unknown[], repeats: number): number {
  let accepted = 0;
  const started = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const value of values) if (accepts(value)) accepted++;
  }
  const time = performance.now() - started;
  // Counting also keeps the compiler from leaving out calls whose result nobody reads.
  if (accepted !== repeats * values.length) throw new Error(`${name} refused a valid value`);
  return time;
}

/** Nanoseconds per call of each check, one after the other in each round, once all are warm. */
export function measureChecks(
  checks: readonly Check[],
  values: readonly unknown[],
  { rounds, sliceMs }: FunctionEffort,
): Sample[] {
  const contestants = checks.map((check) => {
    let repeats = 1;
    let time = run(check, values, repeats);
    // Twice as many until a slice is filled: on the way the function is optimised.
    for (; time < sliceMs; time = run(check, values, repeats)) repeats *= 2;
    return { check, repeats, times: [] as number[] };
  });
  for (let round = 0; round < rounds; round++) {
    for (const { check, repeats, times } of contestants) {
      times.push((run(check, values, repeats) * 1e6) / (repeats * values.length));
    }
  }
  return contestants.map(({ check, times }) => ({ name: check.name, times }));
}
