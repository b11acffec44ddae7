import type { WireMessage } from "../contract/wire.ts";
import type { EventError } from "../event-error.ts";
import type { EventSpan } from "../telemetry/index.ts";
import { Outgoing } from "./outgoing.ts";
import type { PublishAck } from "./publish-ack.ts";
import type { PublishReport } from "./publish-report.ts";
import type { Published } from "./published.ts";

/** One publish, from its call to its end. */
export class Sending extends Outgoing {
  readonly #id: string;
  readonly #start: number;
  readonly #span: EventSpan | undefined;
  readonly #report: PublishReport;
  readonly #resolve: (published: Published) => void;
  readonly #reject: (error: EventError) => void;

  constructor(
    message: WireMessage,
    deadline: number,
    id: string,
    start: number,
    span: EventSpan | undefined,
    report: PublishReport,
    resolve: (published: Published) => void,
    reject: (error: EventError) => void,
  ) {
    super(message, deadline);
    this.#id = id;
    this.#start = start;
    this.#span = span;
    this.#report = report;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  taken({ stream, sequence, duplicate: isCopy }: PublishAck, attempts: number): void {
    // A copy of a message that was sent twice is most likely the first sending, not another event's.
    const duplicate = isCopy && attempts === 1;
    const ms = Math.round((performance.now() - this.#start) * 100) / 100;
    const type = this.message.subject;
    const published = { status: "published", id: this.#id, type, stream, sequence, duplicate, ms } as const;
    this.#report.published(published, attempts, this.#span);
    this.#resolve(published);
  }

  failed(error: EventError): void {
    const ms = performance.now() - this.#start;
    this.#reject(this.#report.failed(error, this.#id, this.message.subject, ms, this.#span));
  }
}
