import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../src/index.ts";

const event = { data: { count: 3, half: 2.5, name: "abcd" } };

interface Sum {
  readonly text: string;
  readonly value: number;
}

/** Integers of CEL, numbers of an event, and doubles that are written out. */
const number: fc.Arbitrary<Sum> = fc.constantFrom(
  { text: "7", value: 7 },
  { text: "-2", value: -2 },
  { text: "1.5", value: 1.5 },
  { text: "event.data.count", value: 3 },
  { text: "event.data.half", value: 2.5 },
  { text: "size(event.data.name)", value: 4 },
);

const apply: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
};

const { sum } = fc.letrec<{ sum: Sum }>((tie) => ({
  sum: fc.oneof(
    { maxDepth: 3 },
    number,
    fc.tuple(tie("sum"), fc.constantFrom("+", "-", "*"), tie("sum")).map(([a, operator, b]) => ({
      text: `(${a.text} ${operator} ${b.text})`,
      value: apply[operator]?.(a.value, b.value) ?? Number.NaN,
    })),
    tie("sum").map(({ text, value }) => ({ text: `-(${text})`, value: -value })),
  ),
}));

test("integers, numbers of events and doubles are calculated with and compared as one kind of number", () => {
  fc.assert(
    fc.property(sum, sum, (a, b) => {
      const is = (text: string): unknown => compile(text).evaluate({ event });
      // Whether a zero is negative is nobody's concern.
      expect(is(a.text) === a.value, a.text).toBe(true);
      for (const [text, wanted] of [
        [`${a.text} == ${b.text}`, a.value === b.value],
        [`${a.text} != ${b.text}`, a.value !== b.value],
        [`${a.text} < ${b.text}`, a.value < b.value],
        [`${a.text} >= ${b.text}`, a.value >= b.value],
        [`event.data.count in [${b.text}, 0.25]`, b.value === 3],
        [`[${a.text}, 0.25].exists(one, one == ${b.text})`, a.value === b.value || b.value === 0.25],
      ] as const)
        expect(is(text), text).toBe(wanted);
    }),
    { numRuns: 1_000, seed: 1 },
  );
});
