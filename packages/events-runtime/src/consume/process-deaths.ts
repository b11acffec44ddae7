import { EventError } from "../event-error.ts";
import type { Inbox, InboxEntry } from "../inbox/inbox.ts";
import type { Logger } from "../logger.ts";
import type { Delivery } from "./delivery.ts";
import type { Quarantining } from "./quarantining.ts";

export interface ProcessDeathsOptions {
  readonly durable: string;
  readonly inbox: Inbox<unknown> | undefined;
  readonly quarantine: Quarantining;
  /** How often a message may end its process. */
  readonly most: number;
  readonly logger: Logger;
}

/**
 * Finds out which message ends the processes that handle it. With an inbox, it is what begins to be handled and never
 * ends: to be delivered, while its key is held or beside such a message, says nothing. Without one, it is what was
 * delivered most often.
 */
export class ProcessDeaths {
  readonly #options: ProcessDeathsOptions;

  constructor(options: ProcessDeathsOptions) {
    this.#options = options;
  }

  /** Whether the delivery has to be judged before it is handled. Few are. */
  concern(delivery: Delivery): boolean {
    return this.#options.inbox === undefined ? delivery.suspect : delivery.deliveryCount > 1 && !delivery.begun;
  }

  /** Gives it a verdict if it is what ends processes. Rejects with what came in the way of finding out. */
  async judge(delivery: Delivery, entry: InboxEntry): Promise<void> {
    const { inbox, quarantine, most } = this.#options;
    const { deliveryCount } = delivery;
    let why: string;
    if (inbox === undefined) {
      const others = await quarantine.deathsBefore(delivery);
      delivery.suspect = false;
      if (deliveryCount - others <= most) return;
      why = `it was delivered ${deliveryCount} times and never settled`;
    } else {
      const begun = await inbox.begin(entry);
      delivery.begun = true;
      if (begun <= most) return;
      why = `its handling began ${begun - 1} times after its first delivery and never ended`;
    }
    const error = new EventError("unexpected", `${why}: the process ended each time`);
    delivery.verdict = { reason: "process_died", error };
  }

  /** The process has survived the handling. */
  async survived(delivery: Delivery, eventId: string): Promise<void> {
    const { inbox, durable } = this.#options;
    if (!delivery.begun) return;
    try {
      await inbox?.end(durable, eventId);
      delivery.begun = false;
    } catch {
      // It counts as one that has begun until it is handled, and does not begin again in this process.
    }
  }

  /** It is quarantined: what is replayed begins anew. */
  async forget({ deliveryCount, event }: Delivery): Promise<void> {
    const { inbox, durable, logger } = this.#options;
    if (inbox === undefined || event === undefined || deliveryCount === 1) return;
    try {
      await inbox.forget(durable, event.id);
    } catch (thrown) {
      const { code, message: cause } = EventError.from(thrown);
      logger.warn({ id: event.id, code, cause }, "inbox has not forgotten what had begun of a quarantined event");
    }
  }
}
