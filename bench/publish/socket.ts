import { createConnection, type Socket } from "node:net";

const LF = 10;
const TRACE = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n";
const BEFORE_ID = "NATS/1.0\r\nNats-Msg-Id: 01979c61-0c9f-7d68-b1e5-";
const AFTER_ID = `\r\nContent-Type: application/cloudevents+json\r\n${TRACE}\r\n`;
const ID_DIGITS = 12;

/**
 * The least that a publisher can do: writes protocol lines that are ready but for the last digits of their id, and
 * counts the lines of the acknowledgements, without reading them. What its events take is the server's own time.
 */
export class SocketPublisher {
  readonly #socket: Socket;
  readonly #message: Buffer;
  readonly #idAt: number;
  readonly #window: number;
  #sent = 0;
  /** Two for each acknowledgement. */
  #lines = 0;
  #until = 0;
  #done: () => void = () => {};

  private constructor(socket: Socket, subject: string, payload: Buffer, window: number) {
    const headers = `${BEFORE_ID}${"0".repeat(ID_DIGITS)}${AFTER_ID}`;
    const line = `HPUB ${subject} acks.1 ${headers.length} ${headers.length + payload.length}\r\n`;
    this.#message = Buffer.concat([Buffer.from(line + headers), payload, Buffer.from("\r\n")]);
    this.#idAt = line.length + BEFORE_ID.length;
    this.#socket = socket;
    this.#window = window;
    socket.write('CONNECT {"verbose":false,"headers":true}\r\nSUB acks.* 1\r\n');
    socket.on("data", (chunk) => this.#read(chunk));
  }

  static async connect(url: string, subject: string, payload: Buffer, window: number): Promise<SocketPublisher> {
    const { hostname, port } = new URL(url);
    const socket = createConnection(Number(port), hostname).setNoDelay();
    // The server's own description comes first.
    await new Promise((resolve, reject) => socket.once("data", resolve).once("error", reject));
    return new SocketPublisher(socket, subject, payload, window);
  }

  /** Resolves when the server has acknowledged so many more. */
  publish(count: number): Promise<void> {
    this.#until = this.#sent + count;
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#send();
    });
  }

  async close(): Promise<void> {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) this.#lines++;
    if (this.#lines >= this.#until * 2) this.#done();
    else this.#send();
  }

  #send(): void {
    const [message, start] = [this.#message, this.#sent];
    const end = Math.min(this.#until, Math.floor(this.#lines / 2) + this.#window);
    if (end <= start) return;
    const bytes = Buffer.allocUnsafe((end - start) * message.length);
    for (let i = 0; i < end - start; i++) {
      message.copy(bytes, i * message.length);
      bytes.write(String(start + i).padStart(ID_DIGITS, "0"), i * message.length + this.#idAt, "latin1");
    }
    this.#sent = end;
    this.#socket.write(bytes);
  }
}
