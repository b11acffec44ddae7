/** The value in the middle; the mean of the two in the middle of an even number. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("got no values, want at least one");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** What was measured of one contestant: a time per round. */
export interface Sample {
  readonly name: string;
  /** In the order of the rounds; a contestant that took too long has fewer. */
  readonly times: readonly number[];
}

/**
 * How many times as long as `base` the contestant took: the median over the rounds that both took part in. Other work
 * on the machine slows neighbours alike, so this moves less than either time.
 */
export function timesOf(sample: Sample, base: Sample): number {
  const rounds = Math.min(sample.times.length, base.times.length);
  return median(Array.from({ length: rounds }, (_, i) => (sample.times[i] as number) / (base.times[i] as number)));
}

/** The sample of that name. */
export function sampleOf(samples: readonly Sample[], name: string): Sample {
  const found = samples.find((sample) => sample.name === name);
  if (found === undefined) throw new RangeError(`got no contestant ${JSON.stringify(name)}`);
  return found;
}
