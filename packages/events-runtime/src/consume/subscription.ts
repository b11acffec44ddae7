import type { ConnectionStatus } from "../connect/connection.ts";
import type { ConnectOptions } from "../connect/connection-options.ts";
import type { EventContract } from "../contract/contract.ts";
import type { EnvelopeOf, EnvelopeValidators } from "../contract/contract-set.ts";
import type { EventEnvelope } from "../contract/envelope.ts";
import type { UpcastersByType } from "../contract/upcasters.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Logger, SuccessLevel } from "../logger.ts";
import type { QuarantineStreams } from "../quarantine/quarantine.ts";
import type { RetryOptions } from "./retry.ts";

/** What a handler may want to know beside the event. */
export interface EventContext<Tx = undefined> {
  readonly stream: string;
  /** Of the event in the stream; of a replayed event, where it was when it was quarantined. */
  readonly sequence: number;
  /** 1 for the first delivery. It also counts deliveries that no handler saw, for example to a process that died. */
  readonly deliveryCount: number;
  readonly redelivered: boolean;
  /** 1 for the first time that this process tries; a failed handler is tried again without another delivery. */
  readonly attempt: number;
  /** Whether somebody has replayed it out of the quarantine: its successors may have been handled long ago. */
  readonly replayed: boolean;
  /**
   * Aborted when the handler should give up: it has not ended within `handlerTimeoutMs`, another process has taken over,
   * or the time of `close()` is over. Unless it returns all the same, what it does is done again. It is this call's only
   * until the handler has ended.
   */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** With an inbox: the transaction that also records that the event was handled. */
  readonly tx: Tx;
}

/**
 * Does what an event asks for. The event is acknowledged after it returns. If it throws, it is called again after a
 * pause, while events of the same subject wait; when that has happened too often, the event is quarantined.
 */
export type EventHandler<Event extends EventEnvelope = EventEnvelope, Tx = undefined> = (
  event: Event,
  context: EventContext<Tx>,
) => void | Promise<void>;

/** Exactly one handler for each contract's type. */
export type HandlersFor<Contracts extends readonly EventContract[], Tx = undefined> = {
  readonly [Type in Contracts[number]["type"]]: EventHandler<
    EnvelopeOf<Extract<Contracts[number], { readonly type: Type }>>,
    Tx
  >;
};

/** How events are consumed, whichever they are. */
export interface ConsumeSettings<Tx = undefined> extends ConnectOptions {
  /**
   * Name of the durable consumer; its position survives the processes. Of several processes that share it, one is
   * active and handles all its events; the others stand by, and one of them takes over within seconds.
   */
  readonly durable: string;
  /** Default: `STATEHUB_EVENTS`. */
  readonly stream?: string;
  /**
   * Where a consumer that does not exist yet starts: with `all` events that the stream still has (default), or only
   * with `new` ones.
   */
  readonly from?: "all" | "new";
  /**
   * Remembers in the handlers' own database which events were handled, so that the effect of each happens once. Without
   * one, an event may be handled again after a crash.
   */
  readonly inbox?: Inbox<Tx>;
  /** How many handlers may run side by side, for events of different subjects. Default: 16. */
  readonly concurrency?: number;
  /**
   * After how many milliseconds a handler that has not ended is told by its signal to do so, and counted in
   * `status().overdue`. It is never called a second time beside itself: until it ends, its subject waits, and one of
   * the `concurrency` is not free. Default: 300,000, five minutes.
   */
  readonly handlerTimeoutMs?: number;
  /** How a failed handler is tried again. */
  readonly retry?: RetryOptions;
  /**
   * What happens after an event was quarantined: later events of its subject are handled (`continue`, the default), or
   * they wait until it was replayed or discarded (`hold-key`).
   */
  readonly onQuarantine?: "continue" | "hold-key";
  /** Streams of the quarantine and of replays. Default: `STATEHUB_QUARANTINE` and `STATEHUB_REPLAY`. */
  readonly quarantine?: QuarantineStreams;
  /** Default: `console`. */
  readonly logger?: Logger;
  /** Level of the line that each handled event leaves. Default: `info`. */
  readonly successLevel?: SuccessLevel;
  /** How many events may be delivered ahead of the handlers. Default: 1000. */
  readonly prefetch?: number;
  /**
   * How long the server waits, in milliseconds, before it delivers an event again whose process fell silent. A slow
   * handler does not need a longer one: it is extended while the process lives. Default: 5,000.
   */
  readonly ackWaitMs?: number;
  /**
   * How long the active process may be silent, in milliseconds, before another one takes over. One whose event loop is
   * blocked for longer is replaced, if there is another. Default: 5,000.
   */
  readonly takeOverMs?: number;
}

export interface ConsumerOptions<Contracts extends readonly EventContract[], Tx = undefined>
  extends ConsumeSettings<Tx> {
  /** The envelope's validators. */
  readonly envelope: EnvelopeValidators;
  /** The event types that this consumer wants; it is disturbed by no other. */
  readonly contracts: Contracts;
  readonly handlers: HandlersFor<Contracts, Tx>;
  /**
   * Where these lead from an older major to one of `contracts`, its events are delivered too, and the handler gets them
   * in the newer shape. Default: none.
   */
  readonly upcasters?: UpcastersByType;
}

export interface SubscriptionStatus extends ConnectionStatus {
  /** Whether events are being pulled. */
  readonly consuming: boolean;
  /** Whether this process is the one that handles events; others that share its durable consumer stand by. */
  readonly active: boolean;
  /** Delivered here and not settled. */
  readonly pending: number;
  /** Not handled yet, delivered or not, as of the last delivery. */
  readonly lag: number;
  /** Of `pending`: those that wait behind an event that failed or is held. */
  readonly blocked: number;
  /** Handlers that have not ended within `handlerTimeoutMs`. Those that heed no signal end with their process only. */
  readonly overdue: number;
  /** Since the start of this subscription. */
  readonly handled: number;
  /** Events that the inbox knew: they were handled before. */
  readonly known: number;
  /** Attempts of handlers that threw. */
  readonly failed: number;
  /** Of `quarantined`: messages that could not be decoded, validated or brought to the newest shape. */
  readonly invalid: number;
  readonly quarantined: number;
  /** Events of other types, acknowledged unread: servers before 2.10 cannot filter several types. */
  readonly skipped: number;
}

/** A running consumer. */
export interface EventSubscription extends AsyncDisposable {
  /**
   * Resolves when events are being pulled, or this process stands by. Throws `unavailable` after `timeoutMs`, if given,
   * and what `closed` would resolve to.
   */
  ready(options?: { readonly timeoutMs?: number }): Promise<void>;
  status(): SubscriptionStatus;
  /**
   * Stops pulling, lets the running handlers finish, sends their acknowledgements, gives back what was delivered and not
   * handled, and disconnects. A handler that takes longer than `timeoutMs` (default 10,000) is told by its signal and
   * not waited for: its event is delivered again. Never throws; may be called again.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
  /** Resolves when it has ended: to nothing after `close()`, else to the reason, which no retrying would cure. */
  readonly closed: Promise<Error | undefined>;
}
