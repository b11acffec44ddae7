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

/** Reads the server's answer to a publish: the acknowledgement, or why it was refused. */
export function readAck(data: Uint8Array, subject: string): PublishAck | EventError {
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
