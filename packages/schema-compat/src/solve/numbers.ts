import { isNegative, type Lit, type Store } from "../ir/store.ts";
import {
  compare,
  divideFloor,
  isMultiple,
  leastCommonMultiple,
  type Rational,
  rational,
  times,
  toNumber,
} from "../json/rational.ts";
import { found, none, open, type Result } from "./result.ts";

interface Bound {
  readonly at: Rational;
  readonly strict: boolean;
}

interface Demands {
  low: Bound | undefined;
  high: Bound | undefined;
  step: Rational | undefined;
  readonly avoidSteps: Rational[];
  oneOf: readonly Rational[] | undefined;
  readonly avoid: Rational[];
}

/** How many candidates are looked at before the search gives up. */
const maxCandidates = 20_000;

function collect(store: Store, lits: readonly Lit[]): Demands {
  const demands: Demands = {
    low: undefined,
    high: undefined,
    step: undefined,
    avoidSteps: [],
    oneOf: undefined,
    avoid: [],
  };
  for (const lit of lits) {
    const node = store.node(lit);
    const negative = isNegative(lit);
    if (node.is === "above") {
      // Not above the limit, strictly, is at most the limit.
      const bound = { at: node.limit, strict: node.strict !== negative };
      if (negative) demands.high = tighter(demands.high, bound, -1);
      else demands.low = tighter(demands.low, bound, 1);
    } else if (node.is === "multiple") {
      if (negative) demands.avoidSteps.push(node.of);
      else demands.step = demands.step === undefined ? node.of : leastCommonMultiple(demands.step, node.of);
    } else if (node.is === "numbers") {
      if (negative) demands.avoid.push(...node.values);
      else {
        const allowed = demands.oneOf;
        demands.oneOf =
          allowed === undefined ? node.values : allowed.filter((a) => node.values.some((b) => compare(a, b) === 0));
      }
    }
  }
  return demands;
}

function tighter(a: Bound | undefined, b: Bound, direction: 1 | -1): Bound {
  if (a === undefined) return b;
  const sign = compare(a.at, b.at) * direction;
  return sign > 0 || (sign === 0 && a.strict) ? a : b;
}

function fits(value: Rational, { low, high, step, avoidSteps, avoid }: Demands): boolean {
  if (low !== undefined && compare(value, low.at) < (low.strict ? 1 : 0)) return false;
  if (high !== undefined && compare(value, high.at) > (high.strict ? -1 : 0)) return false;
  if (step !== undefined && !isMultiple(value, step)) return false;
  return !avoidSteps.some((of) => isMultiple(value, of)) && !avoid.some((one) => compare(one, value) === 0);
}

/** The integers k with k × step between the bounds; undefined where there is no bound. */
function multiples(step: Rational, { low, high }: Demands): { first: bigint | undefined; last: bigint | undefined } {
  let first: bigint | undefined;
  let last: bigint | undefined;
  if (low !== undefined) {
    first = divideFloor(low.at, step);
    if (compare(times(step, first), low.at) < (low.strict ? 1 : 0)) first += 1n;
  }
  if (high !== undefined) {
    last = divideFloor(high.at, step);
    if (high.strict && compare(times(step, last), high.at) === 0) last -= 1n;
  }
  return { first, last };
}

/** Counts outwards from the number nearest to zero. */
function* outwards(first: bigint | undefined, last: bigint | undefined): Generator<bigint> {
  if (first !== undefined && last !== undefined && first > last) return;
  const start = first !== undefined && first > 0n ? first : last !== undefined && last < 0n ? last : 0n;
  yield start;
  for (let distance = 1n; ; distance++) {
    const up = last === undefined || start + distance <= last;
    const down = first === undefined || start - distance >= first;
    if (!up && !down) return;
    if (up) yield start + distance;
    if (down) yield start - distance;
  }
}

/** Looks for a number that the literals allow. Bounds, steps and exclusions are exact; only the witness must be a double. */
export function solveNumbers(store: Store, lits: readonly Lit[]): Result {
  const demands = collect(store, lits);
  const { low, high, step, oneOf } = demands;
  if (oneOf !== undefined) return first(oneOf.filter((value) => fits(value, demands))) ?? none;
  if (low !== undefined && high !== undefined) {
    const sign = compare(low.at, high.at);
    if (sign > 0 || (sign === 0 && (low.strict || high.strict))) return none;
    if (sign === 0) return fits(low.at, demands) ? (first([low.at]) ?? unrepresentable) : none;
  }
  return step === undefined ? dense(demands) : stepped(step, demands);
}

const unrepresentable = open("multipleOf", "the numbers that are left are no doubles");

function first(values: readonly Rational[]): Result | undefined {
  for (const value of values) {
    const double = toNumber(value);
    if (double !== undefined) return found(double);
  }
  return values.length > 0 ? unrepresentable : undefined;
}

function stepped(step: Rational, demands: Demands): Result {
  if (demands.avoidSteps.some((of) => isMultiple(step, of))) return none;
  const range = multiples(step, demands);
  let looked = 0;
  let lost = false;
  for (const k of outwards(range.first, range.last)) {
    if (looked++ > maxCandidates) return lost ? unrepresentable : open("multipleOf", "too many candidates");
    const value = times(step, k);
    if (!fits(value, demands)) continue;
    const double = toNumber(value);
    if (double !== undefined) return found(double);
    lost = true;
  }
  return lost ? unrepresentable : none;
}

/** Between two bounds apart there is always a decimal that no finite list and no step catches: look ever finer. */
function dense(demands: Demands): Result {
  for (let digits = 0; digits < 330; digits = digits < 20 ? digits + 1 : digits * 2) {
    const unit = rational(1n, 10n ** BigInt(digits));
    const range = multiples(unit, demands);
    let looked = 0;
    for (const k of outwards(range.first, range.last)) {
      if (looked++ > 10 + demands.avoid.length) break;
      const value = times(unit, k);
      const double = fits(value, demands) ? toNumber(value) : undefined;
      if (double !== undefined) return found(double);
    }
  }
  return unrepresentable;
}
