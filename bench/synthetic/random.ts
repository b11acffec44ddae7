/** A source of numbers that gives the same sequence for the same seed, on every machine. */
export interface Random {
  /** A whole number from 0 up to and without `end`. */
  below(end: number): number;
  pick<T>(items: readonly T[]): T;
  /** `count` different items, in their own order. */
  sample<T>(items: readonly T[], count: number): T[];
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** An RFC 9562 UUID, version 7 by its form. */
  uuid(): string;
}

/** mulberry32: 32 bits of state, ten lines, good enough to vary test data. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (end: number): number => Math.floor(next() * end);
  const hex = (digits: number): string => Array.from({ length: digits }, () => below(16).toString(16)).join("");
  return {
    below,
    hex,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    sample(items, count) {
      let wanted = Math.min(count, items.length);
      return items.filter((_, i) => {
        const isTaken = below(items.length - i) < wanted;
        if (isTaken) wanted--;
        return isTaken;
      });
    },
    uuid: () => `0197${hex(4)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
