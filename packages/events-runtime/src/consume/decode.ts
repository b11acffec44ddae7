import type { ContractSet } from "../contract/contract-set.ts";
import { parseAsSent } from "../contract/parse-event.ts";
import { upcastEvent } from "../contract/upcasters.ts";
import { EventError } from "../event-error.ts";
import type { QuarantineReason } from "../quarantine/format.ts";
import type { Delivery } from "./delivery.ts";

const REASONS: ReadonlySet<string> = new Set<QuarantineReason>([
  "undecodable",
  "invalid_envelope",
  "invalid_event",
  "unknown_type",
  "upcast_failed",
]);

/** Gives a delivery its event, in the newest shape, or the verdict that says why it has none; and its key. */
export function decode(delivery: Delivery, contracts: ContractSet): void {
  const { type } = delivery;
  try {
    const event = parseAsSent(delivery.message.data, contracts);
    delivery.key = event.subject;
    if (event.type !== type) {
      const text = `got type ${JSON.stringify(event.type)} on subject ${type}, want the same`;
      throw new EventError("unknown_type", text);
    }
    delivery.event = contracts.upcasters === undefined ? event : upcastEvent(contracts.upcasters, event);
  } catch (thrown) {
    const error = EventError.from(thrown);
    const reason = REASONS.has(error.code) ? (error.code as QuarantineReason) : "invalid_event";
    delivery.verdict = { reason, error };
    // Nobody knows what it would have to wait for.
    if (delivery.key === "") delivery.key = `\0${delivery.settler.fence} ${delivery.sequence}`;
  }
}
