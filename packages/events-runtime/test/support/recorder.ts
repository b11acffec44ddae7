import type { LogFields, Logger } from "../../src/index.ts";

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly fields: LogFields;
  readonly message: string;
}

/** A logger that keeps its lines. */
export interface Recorder extends Logger {
  readonly lines: LogLine[];
  /** The fields of the lines with this message. */
  fieldsOf(message: string): LogFields[];
  /** What is told of each event that was published or handled, alone or in a line with others. */
  eventsOf(what: "published" | "handled"): LogFields[];
}

export function recorder(): Recorder {
  const lines: LogLine[] = [];
  const at = (level: LogLine["level"]) => (fields: LogFields, message: string) => {
    lines.push({ level, fields, message });
  };
  return {
    lines,
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    fieldsOf: (message) => lines.filter((line) => line.message === message).map((line) => line.fields),
    eventsOf: (what) =>
      lines.flatMap(({ message, fields }) => {
        if (message === `event ${what}`) return [fields];
        const { events, stream } = fields;
        return message === `events ${what}` ? (events as LogFields[]).map((event) => ({ ...event, stream })) : [];
      }),
  };
}
