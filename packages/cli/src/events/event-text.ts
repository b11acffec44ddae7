import { styleText } from "node:util";
import type { SchemaObject } from "@statehub/contract-tools";
import { plain } from "../report.ts";
import type { Judged, Problem } from "./judge.ts";
import { maskedEvent } from "./masking.ts";

/** What may be printed of a message: all of it with `--reveal`, else without what must not show. */
export function printable(
  judged: Judged,
  schemas: ReadonlyMap<string, SchemaObject>,
  reveal: boolean,
): Readonly<Record<string, unknown>> | undefined {
  if (reveal) return judged.envelope;
  return maskedEvent(judged, schemas.get(judged.contract?.type ?? "")) as Record<string, unknown> | undefined;
}

/** What is wrong with a message, a line for each reason; nothing if nothing is. */
export function problemText(problem: Problem | undefined, stream: NodeJS.WriteStream): string {
  if (problem === undefined) return "";
  const isRefused = problem.side === "tolerant";
  const kind = styleText(isRefused ? "red" : "yellow", isRefused ? "refused by readers" : "not as promised", {
    stream,
  });
  const reasons =
    problem.violations.length === 0
      ? [problem.message]
      : problem.violations.map(({ pointer, got, want }) => `${pointer || "the value"}: got ${got}, want ${want}`);
  return reasons.map((reason) => `  ${kind} ${problem.code}: ${plain(reason)}\n`).join("");
}

/** An event as a paragraph: when and what, from whom, its data. */
export function eventText(
  shown: Readonly<Record<string, unknown>> | undefined,
  place: string,
  stream: NodeJS.WriteStream,
): string {
  const dim = (text: string): string => styleText("dim", text, { stream });
  if (shown === undefined) return `${dim(place)}\n`;
  const { time, type, subject, data, specversion, datacontenttype, ...rest } = shown;
  const attributes = Object.entries(rest).map(([name, value]) => `${name} ${text(value)}`);
  return [
    `${text(time)} ${styleText("bold", text(type), { stream })} ${text(subject)} ${dim(place)}`,
    `  ${dim(attributes.join("  "))}`,
    `  ${JSON.stringify(data)}`,
    "",
  ].join("\n");
}

const text = (value: unknown): string => plain(typeof value === "string" ? value : (JSON.stringify(value) ?? "-"));
