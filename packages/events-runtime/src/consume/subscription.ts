import type { ConnectionStatus } from "../connect/connection.ts";
import type { ConnectOptions } from "../connect/connection-options.ts";
import type { EventContract } from "../contract/contract.ts";
import type { EnvelopeOf, EnvelopeValidators } from "../contract/contract-set.ts";
import type { EventEnvelope } from "../contract/envelope.ts";
import type { UpcastersByType } from "../contract/upcasters.ts";
import type { Logger, SuccessLevel } from "../logger.ts";

/** What a handler may want to know beside the event. */
export interface EventContext {
  readonly stream: string;
  /** Of the event in the stream. */
  readonly sequence: number;
  /** 1 for the first delivery. It also counts deliveries that no handler saw, for example to a process that died. */
  readonly deliveryCount: number;
  readonly redelivered: boolean;
  /** Aborted when the handler should give up: the time of `close()` is over. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** Does what an event asks for. The event is acknowledged after it returns, and delivered again if it throws. */
export type EventHandler<Event extends EventEnvelope = EventEnvelope> = (
  event: Event,
  context: EventContext,
) => void | Promise<void>;

/** Exactly one handler for each contract's type. */
export type HandlersFor<Contracts extends readonly EventContract[]> = {
  readonly [Type in Contracts[number]["type"]]: EventHandler<
    EnvelopeOf<Extract<Contracts[number], { readonly type: Type }>>
  >;
};

export interface ConsumerOptions<Contracts extends readonly EventContract[]> extends ConnectOptions {
  /** The envelope's validators. */
  readonly envelope: EnvelopeValidators;
  /** The event types that this consumer wants; it is disturbed by no other. */
  readonly contracts: Contracts;
  readonly handlers: HandlersFor<Contracts>;
  /**
   * Where these lead from an older major to one of `contracts`, its events are delivered too, and the handler gets them
   * in the newer shape. Default: none.
   */
  readonly upcasters?: UpcastersByType;
  /**
   * Name of the durable consumer; its position survives the processes. Those that share it at the same time share its
   * events: each process handles its own part in order, and there is no order between the parts. After a crash, and
   * when another process joins, a process may wait for up to `ackWaitMs` + 1 s before it handles anything: so long it
   * looks out for older events that another one had and did not acknowledge.
   */
  readonly durable: string;
  /** Default: `STATEHUB_EVENTS`. */
  readonly stream?: string;
  /**
   * Where a consumer that does not exist yet starts: with `all` events that the stream still has (default), or only
   * with `new` ones.
   */
  readonly from?: "all" | "new";
  /** Default: `console`. */
  readonly logger?: Logger;
  /** Level of the line that each handled event leaves. Default: `info`. */
  readonly successLevel?: SuccessLevel;
  /** How many events may be delivered ahead of the handler, and be left unacknowledged. Default: 1000. */
  readonly prefetch?: number;
  /**
   * How long the server waits, in milliseconds, before it delivers an event again whose process fell silent or whose
   * handler failed. A slow handler does not need a longer one: it is extended while the process lives. Default: 30,000.
   */
  readonly ackWaitMs?: number;
}

export interface SubscriptionStatus extends ConnectionStatus {
  /** Whether events are being pulled. */
  readonly consuming: boolean;
  /** Delivered here and not settled. */
  readonly pending: number;
  /** Since the start of this subscription. */
  readonly handled: number;
  /** Handlers that threw. */
  readonly failed: number;
  /** Messages that could not be decoded or validated. */
  readonly invalid: number;
  /** Events of other types, acknowledged unread: servers before 2.10 cannot filter several types. */
  readonly skipped: number;
}

/** A running consumer. */
export interface EventSubscription extends AsyncDisposable {
  /**
   * Resolves when events are being pulled. Throws `unavailable` after `timeoutMs`, if given, and what `closed` would
   * resolve to.
   */
  ready(options?: { readonly timeoutMs?: number }): Promise<void>;
  status(): SubscriptionStatus;
  /**
   * Stops pulling, lets the running handler finish, sends its acknowledgement, gives back what was delivered and not
   * handled, and disconnects. A handler that takes longer than `timeoutMs` (default 10,000) is told by its signal and
   * not waited for: its event is delivered again. Never throws; may be called again.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
  /** Resolves when it has ended: to nothing after `close()`, else to the reason, which no retrying would cure. */
  readonly closed: Promise<Error | undefined>;
}
