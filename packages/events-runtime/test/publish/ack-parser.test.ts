import { Kind, Parser, type ParserEvent, TD } from "@nats-io/nats-core/internal";
import { array, assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { AckParser } from "../../src/publish/ack-parser.ts";

const inbox = "_INBOX.abc.";

function message(subject: string, text: string, line = "MSG"): string {
  return `${line} ${subject} 7 ${line === "HMSG" ? `${text.length} ` : ""}${text.length}\r\n${text}\r\n`;
}

const others = [
  "PING\r\n",
  "+OK\r\n",
  "-ERR 'Permissions Violation'\r\n",
  'INFO {"max_payload":1048576}\r\n',
  message(`${inbox}3`, '{"error":{"code":503},"stream":"S","seq":0}'),
  message(`${inbox}4`, '{"stream":"S","seq":9,"duplicate":true}'),
  message(`${inbox}5`, "NATS/1.0 503\r\n\r\n", "HMSG"),
  message("_INBOX.abd.6", '{"stream":"S","seq":6}'),
  message("elsewhere", "MSG _INBOX.abc.1 7 2\r\n\r\n"),
  message(`${inbox}8`, ""),
];
const usual = [0, 1, 42, 499].map((n) => message(`${inbox}${n}`, `{"stream":"S","seq":${n}}`));

/** What the parser was told of, in its order. */
function readBy(parse: (told: string[]) => Parser, text: string, cuts: readonly number[]): string[] {
  const told: string[] = [];
  const parser = parse(told);
  const bytes = Buffer.from(text);
  const at = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  for (const [i, to] of at.slice(1).entries()) parser.parse(bytes.subarray(at[i], to));
  return told;
}

const tell =
  (told: string[]) =>
  ({ kind, msg, data }: ParserEvent): void => {
    const of = kind === Kind.MSG && msg !== undefined ? TD.decode(msg.subject) : String(kind);
    told.push(`${of} ${data === undefined ? "" : TD.decode(data)}`);
  };

function ackParser(told: string[]): Parser {
  const parser = new AckParser({ push: tell(told) }, (sending, bytes, from, to) => {
    const text = TD.decode(bytes.subarray(from, to));
    if (!/^\{"stream":"S","seq":\d+\}$/.test(text)) return false;
    told.push(`${inbox}${sending} ${text}`);
    return true;
  });
  parser.inbox = inbox;
  return parser;
}

test("acknowledgements and everything else are read as the client's own parser does, wherever the bytes are cut", () => {
  const messages = array(constantFrom(...others, ...usual), { minLength: 1, maxLength: 12 });
  assert(
    property(messages, array(integer({ min: 0, max: 2_000 }), { maxLength: 8 }), (list, cuts) => {
      const text = list.join("");
      const clients = readBy((told) => new Parser({ push: tell(told) }), text, []);
      expect(readBy(ackParser, text, cuts)).toEqual(clients);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});
