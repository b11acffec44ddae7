/** The event whose effect is to happen once. */
export interface InboxEntry {
  /** The durable consumer: each handles every event once. */
  readonly consumer: string;
  readonly eventId: string;
  /** Whose claim has to hold, and which number it gave. */
  readonly claim: string;
  readonly fence: number;
  /** Of the message in the stream of events, and when that stored it, in nanoseconds; both 0 if it is replayed. */
  readonly sequence: number;
  readonly storedAt: number;
  /** Whether `begin` was called for it: when it is handled, that is forgotten. */
  readonly begun?: boolean;
}

/**
 * What became of an event: its handler ran and its effect is committed with the row; it had been handled before, and
 * nothing ran; another process has taken over, and nothing ran; or the database could not be asked, which says nothing
 * about the event.
 */
export type InboxOutcome = "handled" | "known" | "fenced" | { readonly unavailable: unknown };

/** How an inbox is kept. */
export interface InboxOptions {
  /**
   * For how long a handled event is remembered, in milliseconds. Keep it longer than the streams keep events and
   * replays. Default: 35 days.
   */
  readonly retentionMs?: number;
}

/** A message of the stream that was handled. */
export interface InboxMark {
  readonly sequence: number;
  /** In nanoseconds. */
  readonly storedAt: number;
}

/**
 * Remembers in the database of the handlers' effects which events they have handled, each in the transaction of its
 * effect.
 */
export interface Inbox<Tx> {
  /**
   * Takes over for a consumer: from now on, transactions under an older number of this claim are refused. Numbers only
   * grow.
   */
  claim(name: string): Promise<number>;
  /**
   * Runs the work and records the event in one transaction. Rejects with what the work threw, or with what the database
   * says to its effect when that is committed; nothing is committed then.
   */
  handle(entry: InboxEntry, work: (tx: Tx) => void | Promise<void>): Promise<InboxOutcome>;
  /**
   * Commits, before and outside of the transaction of `handle`, that a handling of the event begins. Resolves to how
   * many have begun and not ended, with this one; to 0, with nothing written, if `handle` will run nothing.
   */
  begin(entry: InboxEntry): Promise<number>;
  /** A handling that had begun has ended without success, and its process has not. */
  end(consumer: string, eventId: string): Promise<void>;
  /** The event is settled without having been handled: forgets what has begun of it. */
  forget(consumer: string, eventId: string): Promise<void>;
  /** The messages of the stream that were handled last, the highest sequence first. */
  marks(consumer: string): Promise<InboxMark[]>;
  /**
   * The stream has lost what came after that sequence and was stored up to that time, in nanoseconds: no mark says any
   * more that it is there. That the events were handled stays known.
   */
  unmark(consumer: string, after: number, storedUpTo: number): Promise<void>;
  /** Removes what is older than the retention. Resolves to how many. */
  prune(consumer: string): Promise<number>;
}

/**
 * Longer than the streams keep events and their replays: what can still be delivered must still be known. Thirty days,
 * and five for a stopped consumer.
 */
export const RETENTION_MS: number = 35 * 24 * 3_600_000;

/** How many handled messages are looked at to find out whether the stream has lost some. */
export const MARKS = 10_000;
