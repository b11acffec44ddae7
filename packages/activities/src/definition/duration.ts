const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as `500ms`, `30s`, `10m`, `24h` or `14d`. A day has 24 hours. Throws `RangeError`. */
export function milliseconds(duration: string): number {
  const match = /^([1-9][0-9]*)(ms|s|m|h|d)$/.exec(duration);
  const unit = UNITS[match?.[2] ?? ""];
  if (match === null || unit === undefined)
    throw new RangeError(`got ${JSON.stringify(duration)}, want 30s, 10m, 24h …`);
  return Number(match[1]) * unit;
}
