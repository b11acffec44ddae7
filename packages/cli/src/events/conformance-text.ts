import { styleText } from "node:util";
import { count, formatTable, plain } from "../report.ts";
import { type Conformance, isConforming, type Reason, type TypeConformance } from "./conformance.ts";

/** The result as a table of the types, and under it what was found of each. */
export function conformanceText(result: Conformance, seconds: number, stream: NodeJS.WriteStream): string {
  const { events, undecodable, types } = result;
  const rows = types.map(({ type, isKnown, events: number, refused, broken, versions }) => [
    plain(type),
    String(number),
    isKnown ? share(refused, number) : "unknown type",
    isKnown ? share(broken, number) : "-",
    Object.keys(versions)
      .map((one) => plain(one.slice(one.lastIndexOf("/") + 1)))
      .join(" ") || "-",
  ]);
  const table = formatTable([["type", "events", "refused", "not as promised", "versions"], ...rows]);
  const found = types.map((one) => typeText(one, stream)).filter((text) => text !== "");
  const lost =
    undecodable.count === 0
      ? ""
      : `${styleText("red", `${undecodable.count} are no event`, { stream })}\n${reasonsText(undecodable.reasons)}`;
  const verdict = isConforming(result) ? "all conform" : styleText("red", "not all conform", { stream });
  const speed = seconds > 0 ? `, ${Math.round(events / seconds)} a second` : "";
  return `${[table, ...found, lost].filter(Boolean).join("\n")}\n${verdict}: ${count(events, "event")} of ${count(types.length, "type")} in ${seconds} s${speed}\n`;
}

function typeText(one: TypeConformance, stream: NodeJS.WriteStream): string {
  const { type, isKnown, ending, reasons, moreReasons, undeclared, deprecated, neverSeen, versions } = one;
  const unreleased = Object.entries(versions).filter(([, { isReleased }]) => !isReleased);
  const lines = [
    ...(isKnown ? [] : [`  no contract is known for it: first at ${reasons[0]?.first ?? "-"}\n`]),
    ...(isKnown ? [reasonsText(reasons)] : []),
    ...(isKnown && moreReasons ? ["  and other reasons; --reasons keeps more\n"] : []),
    ...Object.entries(undeclared).map(([pointer, seen]) => `  undeclared ${plain(pointer)}: ${times(seen)}\n`),
    ...unreleased.map(([version, seen]) => `  version not released ${plain(version)}: ${times(seen)}\n`),
    ...(ending === undefined ? [] : [`  ${ending}, and still sent\n`]),
    ...Object.entries(deprecated).map(([pointer, seen]) => `  deprecated ${pointer}: ${times(seen)}\n`),
    ...(neverSeen.length === 0 ? [] : [`  never seen: ${neverSeen.join(", ")}\n`]),
  ].join("");
  return lines === "" ? "" : `${styleText("bold", plain(type), { stream })}\n${lines}`;
}

const reasonsText = (reasons: readonly Reason[]): string =>
  reasons.map((one) => `  ${one.code} (${one.side}) ${plain(one.text)}: ${times(one)}\n`).join("");

const times = ({ count: number, first }: { readonly count: number; readonly first: string }): string =>
  `${number === 1 ? "once" : `${number} times`}, first at ${first}`;

const share = (part: number, whole: number): string =>
  part === 0 ? "0" : `${part} (${Math.max(0.1, Math.round((1_000 * part) / whole) / 10)} %)`;
