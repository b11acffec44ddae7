import { type Expression, importOf, type Program, pathOf, resolved } from "../code/expression.ts";

/** What makes a time zone of its name, imported or not. */
const MAKES_ZONE = /^(?:(?:pytz\.)?timezone|(?:(?:backports\.)?zoneinfo\.)?ZoneInfo)$/;

/**
 * The name of a time zone that is written out: a text, `pytz.timezone("…")` or `ZoneInfo("…")`. Of any other call the
 * arguments say nothing of its value: `getenv("TZ", "UTC")`.
 */
export function zoneText(expression: Expression | undefined, program: Program): string | undefined {
  const value = resolved(expression, program);
  if (value?.kind === "text") return value.value;
  if (value?.kind !== "call") return undefined;
  const imported = importOf(value.callee, program);
  const path = imported === undefined ? pathOf(value.callee) : `${imported.module}.${imported.name}`;
  if (path === undefined || !MAKES_ZONE.test(path)) return undefined;
  const name = resolved(value.args[0], program);
  return name?.kind === "text" ? name.value : undefined;
}
