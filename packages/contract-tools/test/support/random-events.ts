import fc from "fast-check";
import { parseEventType } from "../../src/model/subject.ts";
import { eventContract } from "./contracts.ts";

/** Tokens whose order, length or meaning elsewhere could put a generated index out of shape. */
const token = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]{20,40}$/) },
  { weight: 2, arbitrary: fc.constantFrom("class", "a1", "a10", "a2", "a01", "a_b", "delete", "index", "constructor") },
);
const type = fc
  .record({
    nouns: fc.array(token, { minLength: 1, maxLength: 4 }),
    verb: fc.tuple(token, fc.constantFrom("moved", "stale", "set")),
    major: fc.constantFrom("", "", ".v2", ".v10"),
  })
  .map(({ nouns, verb, major }) => `org.statehub.${nouns.join(".")}.${verb.join("_")}${major}`)
  .filter((name) => !("problem" in parseEventType(name)));

const text = fc.oneof(
  fc.constantFrom("it's", 'say "hi"', "émoji 🎉", "日本語のテキスト", "x".repeat(110), "a b"),
  fc.string({ minLength: 90, maxLength: 125 }).map((one) => one.replaceAll("${", "")),
);
const scalar = fc.oneof(text, fc.constant(null), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const value = fc.oneof(
  scalar,
  fc.array(fc.integer(), { maxLength: 30 }),
  fc.array(fc.array(fc.integer(), { maxLength: 3 }), { maxLength: 4 }),
  fc.array(scalar, { maxLength: 5 }),
  fc.dictionary(fc.constantFrom("k", "four", "fives", "a-b", "__proto__", "long_name_".repeat(10)), scalar),
);

/** Events without much in them but names, descriptions and examples of all sorts. */
export const eventContracts: fc.Arbitrary<Record<string, unknown>[]> = fc
  .uniqueArray(fc.record({ type, examples: fc.array(value, { minLength: 1, maxLength: 3 }), words: fc.nat(40) }), {
    minLength: 1,
    maxLength: 12,
    selector: (event) => event.type.replaceAll(/[._]/g, ""),
  })
  .map((events) =>
    events.map(({ type: name, examples, words }) =>
      eventContract(name, { examples, description: `${"Words ".repeat(words)}end.` }),
    ),
  );
