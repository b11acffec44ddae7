import { type Expression, type Program, pathOf, resolved } from "../code/expression.ts";

type RecordExpression = Expression & { readonly kind: "record" };

/** Least and greatest value, and what is added for cron: months begin with 0 there. */
const FIELDS = {
  minute: { least: 0, most: 59, add: 0 },
  hour: { least: 0, most: 23, add: 0 },
  date: { least: 1, most: 31, add: 0 },
  month: { least: 0, most: 11, add: 1 },
  dayOfWeek: { least: 0, most: 6, add: 0 },
} as const;

type Field = (typeof FIELDS)[keyof typeof FIELDS];

const AT_RUN_TIME = "it is known only to the running program";

/**
 * The five fields of a recurrence rule of node-schedule, `{ hour: 14, minute: [0, 30] }`: what is not given is any
 * value, but of the seconds it is 0. Where five fields cannot say it: why.
 */
export function recurrenceFields(rule: RecordExpression, program: Program): string[] | string {
  for (const name of rule.entries.keys()) {
    if (name === "year") return "five fields cannot say a year";
    if (name !== "second" && name !== "tz" && !(name in FIELDS)) return AT_RUN_TIME;
  }
  const second = resolved(rule.entries.get("second"), program);
  if (second !== undefined && !(second.kind === "number" && second.value === 0))
    return "five fields cannot say seconds";
  const fields = Object.entries(FIELDS).map(([name, field]) => {
    const value = rule.entries.get(name);
    return value === undefined ? "*" : fieldText(value, field, program);
  });
  return fields.every((field) => field !== undefined) ? fields : AT_RUN_TIME;
}

/** A number, a `Range`, or a list of them. */
function fieldText(given: Expression, field: Field, program: Program): string | undefined {
  const value = resolved(given, program);
  if (value?.kind === "number" || value?.kind === "text") {
    const number = Number(value.value);
    return Number.isInteger(number) ? String(number + field.add) : undefined;
  }
  if (value?.kind === "list") {
    const items = value.items.map((item) => fieldText(item, field, program));
    return items.length > 0 && items.every((item) => item !== undefined) ? items.join(",") : undefined;
  }
  if (value?.kind !== "call" || !/^(?:.+\.)?Range$/.test(pathOf(value.callee) ?? "")) return undefined;
  const numbers = value.args.map((one) => resolved(one, program));
  if (numbers.some((one) => one?.kind !== "number")) return undefined;
  const [start = 0, end = 60, step = 1] = numbers.map((one) => (one?.kind === "number" ? one.value : 0));
  // With a step the end is not of the range, without one it is.
  const last = Math.min(step === 1 ? end : end - 1, field.most);
  // Steps count from the start, also from one that no value of the field reaches.
  const first = Math.max(start, start + Math.ceil((field.least - start) / step) * step);
  const span = `${first + field.add}-${last + field.add}`;
  return step === 1 ? span : `${span}/${step}`;
}
