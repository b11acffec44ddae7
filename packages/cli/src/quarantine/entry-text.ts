import { styleText } from "node:util";
import type { Quarantined } from "@statehub/events-runtime";
import { isSensitive } from "@statehub/events-runtime/validation";
import { knownContracts } from "../events/known-contracts.ts";
import { MASKED } from "../events/masking.ts";

/** An entry without its bytes, and without a key that may be personal. */
export function entryFacts(entry: Quarantined, reveal = false): Omit<Quarantined, "body" | "headerBlock"> {
  const { body: _, headerBlock: __, ...facts } = entry;
  if (reveal || facts.heldKey === undefined) return facts;
  const contract = knownContracts.set.contracts[facts.type ?? ""];
  const isOpen = contract !== undefined && !isSensitive(contract.key, contract.sensitive);
  return isOpen ? facts : { ...facts, heldKey: MASKED };
}

/** An entry in two lines: what and where, and why. */
export function entryText(entry: Quarantined, stream: NodeJS.WriteStream): string {
  const { id, quarantinedAt, consumer, type, reason, eventId, error, heldKey } = entryFacts(entry);
  const dim = (text: string): string => styleText("dim", text, { stream });
  const what = `${styleText("bold", String(id), { stream })} ${quarantinedAt.toISOString()} ${consumer}`;
  const held = heldKey === undefined ? "" : `, holds the key ${heldKey}`;
  const why = `  ${styleText("red", reason, { stream })}${held}: ${error}`;
  return `${what} ${type ?? "undecodable"} ${dim(eventId ?? "no id")}\n${why}\n`;
}

/** `1 entry`, `2 entries`. */
export function entries(number: number): string {
  return number === 1 ? "1 entry" : `${number} entries`;
}
