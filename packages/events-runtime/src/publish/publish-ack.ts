import { codeOfApi } from "../connect/nats-errors.ts";
import { EventError } from "../event-error.ts";

/** What the stream says of a message that it has. */
export interface PublishAck {
  readonly stream: string;
  readonly sequence: number;
  /** The stream had a message with this id already, and did not store this one. */
  readonly duplicate: boolean;
}

interface AckBody {
  readonly stream?: string;
  readonly seq?: number;
  readonly duplicate?: boolean;
  readonly error?: { readonly err_code?: number; readonly description?: string };
}

const [ZERO, NINE, BRACE] = [48, 57, 125];

/**
 * Reads the server's answers to publishes. Those of one stream differ in the number at their end only,
 * `{"stream":"STATEHUB_EVENTS","seq":42}`: what starts like the last one is not parsed again.
 */
export class AckReader {
  /** The last acknowledgement's bytes up to its number. */
  #prefix: Uint8Array | undefined;
  #stream = "";

  /** The acknowledgement, or why the message was refused. */
  read(data: Uint8Array, subject: string): PublishAck | EventError {
    const answer = parsed(data, subject);
    if (!(answer instanceof EventError) && !answer.duplicate) this.#learn(data, answer);
    return answer;
  }

  #learn(data: Uint8Array, { stream, sequence }: PublishAck): void {
    const end = Buffer.from(`${sequence}}`);
    const length = data.length - end.length;
    if (length <= 0 || end.compare(data, length) !== 0) return;
    this.#prefix = new Uint8Array(data.subarray(0, length));
    this.#stream = stream;
  }

  /** The acknowledgement between two places, if it starts like the last one; else undefined. */
  readUsual(bytes: Uint8Array, from: number, to: number): PublishAck | undefined {
    const prefix = this.#prefix;
    const last = to - 1;
    if (prefix === undefined || bytes[last] !== BRACE || last - from <= prefix.length) return undefined;
    let sequence = 0;
    for (let i = from + prefix.length; i < last; i++) {
      const digit = bytes[i] ?? 0;
      if (digit < ZERO || digit > NINE) return undefined;
      sequence = sequence * 10 + digit - ZERO;
    }
    for (let i = 0; i < prefix.length; i++) if (bytes[from + i] !== prefix[i]) return undefined;
    return { stream: this.#stream, sequence, duplicate: false };
  }
}

function parsed(data: Uint8Array, subject: string): PublishAck | EventError {
  let body: AckBody;
  try {
    body = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString());
  } catch (cause) {
    return new EventError("unknown_outcome", `${subject}: the answer is not json; is something else subscribed?`, {
      cause,
    });
  }
  const { stream, seq, duplicate, error } = body;
  if (error !== undefined) {
    const apiCode = error.err_code ?? 0;
    return new EventError(codeOfApi(apiCode), `${subject}: ${error.description ?? "refused"} (${apiCode})`, {
      apiCode,
    });
  }
  if (typeof stream !== "string" || typeof seq !== "number") {
    return new EventError("unknown_outcome", `${subject}: the answer is no acknowledgement of a stream`);
  }
  return { stream, sequence: seq, duplicate: duplicate === true };
}
