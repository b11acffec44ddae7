import type { ExpressionNode } from "../expression/expression.ts";
import { lengthsOf } from "./bounds.ts";
import type { Facts } from "./facts.ts";
import type { Report } from "./infer.ts";
import { kindsOf } from "./shape.ts";
import { domainOf, narrow, type Value } from "./value.ts";

type Refusal = { readonly because: string; readonly fix: string };

/** Functions that fail for some texts: whether one text is taken, and how a schema or guard says so of all. */
const CONVERSIONS: Readonly<
  Record<string, { readonly takes: (text: string) => boolean; readonly format?: string; readonly want: string }>
> = {
  int: { takes: (text) => /^-?\d{1,15}$/.test(text), want: "a whole number" },
  double: { takes: (text) => /^-?\d{1,15}(\.\d{1,15})?$/.test(text), want: "a number" },
  bool: { takes: (text) => /^(?:1|t|true|TRUE|True|0|f|false|FALSE|False)$/.test(text), want: "true or false" },
  timestamp: {
    takes: (text) => text.length >= 20 && text.length <= 30 && !Number.isNaN(Date.parse(text)),
    format: "date-time",
    want: "a time such as 2026-01-31T12:00:00Z",
  },
  duration: { takes: (text) => /^[-+]?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text), want: "a duration such as 36h" },
};

/** Whole numbers that a double holds exactly. */
const EXACT = 2 ** 53;

/** Refuses a call that fails for some of the values that it may get, and what the check cannot follow. */
export function checkCall(
  node: ExpressionNode,
  name: string,
  receiver: Value | undefined,
  args: readonly Value[],
  facts: Facts,
  report: Report,
): void {
  const refusal = receiver === undefined ? ofFunction(name, args, facts) : ofMethod(name, receiver, args, facts);
  if (refusal !== undefined) report("may-fail", node, { what: `${name}()`, ...refusal });
}

function ofFunction(name: string, [arg]: readonly Value[], facts: Facts): Refusal | undefined {
  if (name === "dyn") return { because: "it hides a type from the check", fix: "leave it out." };
  if (name === "uint") return { because: "a number may be negative", fix: "leave it out: numbers mix freely." };
  const conversion = CONVERSIONS[name];
  if (conversion === undefined || arg === undefined) return undefined;
  const shape = arg.shape === undefined ? undefined : narrow(arg.shape, arg.path, facts);
  const kinds = shape === undefined ? undefined : kindsOf(shape);
  // What CEL itself refuses is said by its own check; a computed value of another type is one of its times.
  if (shape === undefined || kinds === undefined)
    return arg.isComputed === true ? unknownText(conversion.want) : undefined;
  if (kinds.has("number")) return ofNumber(name, arg, facts);
  if (!kinds.has("string")) return undefined;
  const domain = domainOf(arg, facts);
  const texts = domain?.members?.filter((member): member is string => typeof member === "string");
  if (texts !== undefined) {
    const bad =
      domain?.isExtensible === true ? "a value that is added later" : texts.find((one) => !conversion.takes(one));
    return bad === undefined
      ? undefined
      : { because: `${JSON.stringify(bad)} is not ${conversion.want}`, fix: "correct the text, or leave it out." };
  }
  const patterns = arg.path === undefined ? undefined : facts.get(arg.path)?.matches;
  const isGuarded = shape.variants.every(
    ({ schemas }) =>
      [...(patterns ?? []), ...schemas.map(({ pattern }) => pattern)].some((pattern) => isDigits(pattern)) &&
      (name === "int" || name === "double"),
  );
  const isOfFormat =
    conversion.format !== undefined &&
    shape.variants.every(({ schemas }) => schemas.some(({ format }) => format === conversion.format));
  if (isGuarded || isOfFormat) return undefined;
  const path = arg.path ?? "the text";
  if (name === "int" || name === "double") {
    return {
      because: `${path} need not be ${conversion.want}`,
      fix: `write \`${path}.matches("^[0-9]{1,15}$") && …\`.`,
    };
  }
  if (name === "timestamp") {
    const fix = `of a day write \`timestamp(${path} + "T00:00:00Z")\`; other texts need the format date-time.`;
    return { because: `${path} need not be ${conversion.want}`, fix };
  }
  return { because: `${path} need not be ${conversion.want}`, fix: "compare the text itself." };
}

const unknownText = (want: string): Refusal => ({
  because: `the text need not be ${want}`,
  fix: "use a field of that form, or compare the text itself.",
});

/** Patterns that leave digits only, few enough for any number. */
function isDigits(pattern: unknown): boolean {
  return (
    typeof pattern === "string" && /^\^-?(?:\[0-9\]|\\d)(?:\{1,(?:\d|1[0-5])\}|\{(?:[1-9]|1[0-5])\})?\$$/.test(pattern)
  );
}

function ofNumber(name: string, arg: Value, facts: Facts): Refusal | undefined {
  if (name !== "int" && name !== "timestamp") return undefined;
  const { members, least, most } = domainOf(arg, facts) ?? { members: undefined, least: -Infinity, most: Infinity };
  const limit = name === "int" ? EXACT : 253_402_300_799;
  const numbers = members?.filter((one): one is number => typeof one === "number");
  const isWithin =
    numbers === undefined ? least >= -limit && most <= limit : numbers.every((one) => Math.abs(one) <= limit);
  if (isWithin && (name === "int" || numbers !== undefined || least > -62_135_596_800)) return undefined;
  const path = arg.path ?? "the number";
  const fix =
    name === "int"
      ? "leave it out: numbers mix freely; or compare it with its bounds before."
      : "compare it with its bounds before.";
  return { because: `${path} may be too large`, fix };
}

const IS_PART_OF_TIME = /^get(?:Date|DayOf(?:Month|Week|Year)|FullYear|Hours|Milliseconds|Minutes|Month|Seconds)$/;

function ofMethod(name: string, receiver: Value, args: readonly Value[], facts: Facts): Refusal | undefined {
  const [first, second] = args;
  if (name === "matches") return ofPattern(first?.literal);
  if (IS_PART_OF_TIME.test(name) && first !== undefined) return ofTimezone(first.literal);
  if (name === "value") return { because: "it need not be there", fix: "take it with orValue()." };
  if (name === "json" || name === "at") return { because: "it fails for some bytes", fix: "compare the text itself." };
  const size = receiver.path === undefined ? undefined : facts.get(`size(${receiver.path})`)?.least;
  const shortest = Math.max(size ?? 0, receiver.shape === undefined ? 0 : lengthsOf(receiver.shape).least);
  const within = (position: Value | undefined, least: number, most: number): boolean =>
    typeof position?.literal === "number" && position.literal >= least && position.literal <= most;
  if (name === "substring") {
    const from = typeof first?.literal === "number" ? first.literal : Number.NaN;
    if (within(first, 0, shortest) && (second === undefined || within(second, from, shortest))) return undefined;
    return { because: "the text may be shorter", fix: "guard with size(), or compare with startsWith()." };
  }
  if ((name === "indexOf" || name === "lastIndexOf") && second !== undefined && !within(second, 0, shortest - 1)) {
    return { because: "the text may be shorter", fix: "guard with size(), or leave the position out." };
  }
  return undefined;
}

function ofPattern(pattern: unknown): Refusal | undefined {
  if (typeof pattern !== "string") return { because: "the pattern is not written out", fix: "write the pattern out." };
  try {
    return new RegExp(pattern) && undefined;
  } catch {
    return { because: `${JSON.stringify(pattern)} is no regular expression`, fix: "correct the pattern." };
  }
}

function ofTimezone(name: unknown): Refusal | undefined {
  if (typeof name !== "string") return { because: "the time zone is not written out", fix: "write the time zone out." };
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) && undefined;
  } catch {
    return { because: `${JSON.stringify(name)} is no time zone`, fix: "name an IANA time zone such as Europe/Berlin." };
  }
}
