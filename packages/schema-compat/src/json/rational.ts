/** An exact rational number in lowest terms, the denominator positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

export function rational(n: bigint, d: bigint): Rational {
  if (d === 1n) return { n, d };
  const sign = d < 0n ? -1n : 1n;
  const g = gcd(n, d);
  return g === 0n ? { n: 0n, d: 1n } : { n: (sign * n) / g, d: (sign * d) / g };
}

/**
 * The decimal that a JSON number stands for: the shortest text that JavaScript prints for it. 0.1 is one tenth here,
 * not the double nearest to it, because that is what the author of a schema or an instance wrote.
 */
export function fromNumber(value: number): Rational {
  if (Number.isSafeInteger(value)) return { n: BigInt(value), d: 1n };
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) throw new RangeError(`got ${String(value)}, want a finite number`);
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const scale = Number(exponent) - fraction.length;
  return scale >= 0 ? { n: digits * 10n ** BigInt(scale), d: 1n } : rational(digits, 10n ** BigInt(-scale));
}

/** The double that prints as exactly this rational, or undefined when there is none. */
export function toNumber(value: Rational): number | undefined {
  const guess = value.d === 1n ? Number(value.n) : approximate(value);
  if (!Number.isFinite(guess)) return undefined;
  const back = fromNumber(guess);
  return back.n === value.n && back.d === value.d ? guess : undefined;
}

/** The double nearest to the rational; huge terms are scaled down first, for BigInt division would lose them. */
export function approximate(value: Rational): number {
  const excess = Math.min(value.n.toString(2).length, value.d.toString(2).length) - 1000;
  if (excess <= 0) return decimalQuotient(value);
  const shift = BigInt(excess);
  return Number(value.n >> shift) / Number(value.d >> shift);
}

function decimalQuotient(value: Rational): number {
  const digits = 25n;
  const scaled = (value.n * 10n ** digits) / value.d;
  return Number(`${scaled}e-${digits}`);
}

export function compare(a: Rational, b: Rational): number {
  if (a.d === b.d) return a.n < b.n ? -1 : a.n > b.n ? 1 : 0;
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function times(a: Rational, factor: bigint): Rational {
  return rational(a.n * factor, a.d);
}

export function divideFloor(a: Rational, b: Rational): bigint {
  const n = a.n * b.d;
  const d = a.d * b.n;
  const quotient = n / d;
  return n % d !== 0n && n < 0n !== d < 0n ? quotient - 1n : quotient;
}

export function isMultiple(a: Rational, of: Rational): boolean {
  return (a.n * of.d) % (a.d * of.n) === 0n;
}

/** The least positive rational that is a multiple of both. */
export function leastCommonMultiple(a: Rational, b: Rational): Rational {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return rational((left / gcd(left, right)) * right, a.d * b.d);
}

export function show(value: Rational): string {
  return value.d === 1n ? value.n.toString() : `${value.n}/${value.d}`;
}
