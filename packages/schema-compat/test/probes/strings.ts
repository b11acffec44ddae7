import { type Probe, probes } from "./probe.ts";

const s = (rest: object): { type: "string" } => ({ type: "string", ...rest });

export const stringProbes: readonly Probe[] = probes([
  ["minLength lowered", s({ minLength: 5 }), s({ minLength: 3 }), true, false],
  ["maxLength raised", s({ maxLength: 5 }), s({ maxLength: 7 }), true, false],
  ["an empty range of lengths", s({ minLength: 5, maxLength: 4 }), false, true, true],
  ["minLength zero is nothing", s({ minLength: 0 }), s({}), true, true],
  ["lengths count code points", { const: "😀" }, s({ maxLength: 1 }), true, false],
  ["only the empty string", s({ maxLength: 0 }), { const: "" }, true, true],
  ["a pattern is searched for", s({ pattern: "a" }), s({ pattern: "^.*a.*$" }), false, true],
  ["an anchored pattern is narrower", s({ pattern: "^a$" }), s({ pattern: "a" }), true, false],
  ["a pattern of one word", s({ pattern: "^abc$" }), { const: "abc" }, true, true],
  ["classes", s({ pattern: "^[a-f]+$" }), s({ pattern: "^[a-z]+$" }), true, false],
  ["the same language in other words", s({ pattern: "^(a|b)*$" }), s({ pattern: "^[ab]*$" }), true, true],
  ["repetition and length", s({ pattern: "^[a-z]{2,4}$" }), s({ minLength: 2, maxLength: 4 }), true, false],
  ["length implies a pattern", s({ minLength: 1 }), s({ pattern: "^[\\s\\S]" }), true, true],
  ["a dot is no line break", s({ minLength: 1 }), s({ pattern: "." }), false, true],
  ["an alternation with half an anchor", s({ pattern: "^a|b$" }), s({ pattern: "a|b" }), true, false],
  ["two patterns exclude each other", s({ allOf: [{ pattern: "^a" }, { pattern: "^b" }] }), false, true, true],
  ["look-ahead", s({ pattern: "^(?=.*\\d)[a-z\\d]+$" }), s({ pattern: "^[a-z\\d]*\\d[a-z\\d]*$" }), true, true],
  ["negative look-ahead", s({ pattern: "^(?!x)[a-z]$" }), s({ pattern: "^[a-wyz]$" }), true, true],
  ["word boundary", s({ pattern: "\\bfoo\\b" }), s({ pattern: "foo" }), true, false],
  ["Unicode property", s({ pattern: "^[a-z]+$" }), s({ pattern: "^\\p{Ll}+$" }), true, false],
  ["digits", s({ pattern: "^\\d+$" }), s({ pattern: "^[0-9]+$" }), true, true],
  ["an identity escape of the old mode", s({ pattern: "^a\\-b$" }), { const: "a-b" }, true, true],
  ["an enum of strings by pattern", { enum: ["ab", "ac"] }, s({ pattern: "^a[bc]$" }), true, true],
  ["patterns say nothing of numbers", { pattern: "^a" }, s({ pattern: "^a" }), false, true],
  ["a negated pattern", s({ not: { pattern: "^a" } }), s({ pattern: "^([^a]|$)" }), true, true],
  [
    "the standard formats: a uuid has 36 characters",
    s({ format: "uuid" }),
    s({ minLength: 36, maxLength: 36 }),
    true,
    false,
  ],
  ["a format dropped", s({ format: "date-time" }), s({}), true, false],
  ["a date is no date-time", s({ format: "date" }), s({ format: "date-time" }), false, false],
  ["the same format", s({ format: "email" }), s({ format: "email" }), true, true],
  ["a time is a regular expression", s({ format: "time" }), s({ format: "regex" }), true, false],
  ["an IPv4 address consists of digits and dots", s({ format: "ipv4" }), s({ pattern: "^[0-9.]+$" }), true, false],
]);

export const annotatedFormatProbes: readonly Probe[] = probes(
  [["a format that is an annotation", s({}), s({ format: "date" }), true, true]],
  "2020-12",
  { formats: "annotate" },
);

/** Of a format that nobody describes nothing is known, except that it is itself. */
export const unknownFormatProbes: readonly Probe[] = [
  { name: "a format of one's own", a: s({ format: "colour" }), b: s({}), ab: "yes", ba: "unknown" },
  {
    name: "the same format of one's own",
    a: s({ format: "colour", minLength: 1 }),
    b: s({ format: "colour" }),
    ab: "yes",
    ba: "no",
  },
];
