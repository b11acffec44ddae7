import { type Dispatcher, Parser, type ParserEvent } from "@nats-io/nats-core/internal";

const [ZERO, NINE, BLANK, CR, LF, LETTER_M, LETTER_H] = [48, 57, 32, 13, 10, 77, 72];

/** Takes an acknowledgement: the number of its sending, and where its text is. False if it is none of the usual kind. */
type TakeAck = (sending: number, bytes: Uint8Array, from: number, to: number) => boolean;

/**
 * Reads a publisher's acknowledgements where they are. For each message the client's own parser makes five objects, two
 * of them views of memory, and looks at each byte three times: a sixth of all that a publish takes. What is not a usual
 * acknowledgement is given to that parser, one whole protocol message at a time, so it is never left inside of one.
 */
export class AckParser extends Parser {
  readonly #take: TakeAck;
  #start: Buffer = Buffer.alloc(0);
  /** The beginning of a message whose end has not arrived. */
  #held: Uint8Array | undefined;

  constructor(others: Dispatcher<ParserEvent>, take: TakeAck) {
    super(others);
    this.#take = take;
  }

  /** The subject that acknowledgements arrive on, up to the number of the sending. */
  set inbox(subject: string) {
    this.#start = Buffer.from(`MSG ${subject}`);
  }

  override parse(chunk: Uint8Array): void {
    const bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    for (let at = 0; at < bytes.length; ) {
      let end = this.#takeAt(bytes, at);
      if (end === undefined) {
        end = endOfMessage(bytes, at);
        if (end === undefined || end > bytes.length) {
          // A copy: the chunk is not kept for the sake of its end.
          this.#held = new Uint8Array(bytes.subarray(at));
          return;
        }
        super.parse(bytes.subarray(at, end));
      }
      at = end;
    }
  }

  /** Where the acknowledgement that begins here ends; undefined if there is none, or not all of it. */
  #takeAt(bytes: Uint8Array, at: number): number | undefined {
    const start = this.#start;
    for (let i = 0; i < start.length; i++) if (bytes[at + i] !== start[i]) return undefined;
    let i = at + start.length;
    let sending = 0;
    for (; isDigit(bytes[i]); i++) sending = sending * 10 + (bytes[i] as number) - ZERO;
    if (bytes[i++] !== BLANK) return undefined;
    // The number of the subscription.
    while (isDigit(bytes[i])) i++;
    if (bytes[i++] !== BLANK) return undefined;
    let size = 0;
    for (; isDigit(bytes[i]); i++) size = size * 10 + (bytes[i] as number) - ZERO;
    if (bytes[i++] !== CR || bytes[i++] !== LF) return undefined;
    const end = i + size;
    return end + 2 <= bytes.length && this.#take(sending, bytes, i, end) ? end + 2 : undefined;
  }
}

/** Where the protocol message that begins here ends, its line break included; undefined if its line has no end yet. */
function endOfMessage(bytes: Uint8Array, at: number): number | undefined {
  const end = bytes.indexOf(LF, at) + 1;
  if (end === 0) return undefined;
  if (bytes[at] !== LETTER_M && bytes[at] !== LETTER_H) return end;
  // The last number of its line is the size of what follows.
  let size = 0;
  for (let i = end - 3, unit = 1; isDigit(bytes[i]); i--, unit *= 10) size += ((bytes[i] as number) - ZERO) * unit;
  return end + size + 2;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
