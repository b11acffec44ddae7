/** What a log line says beside its message: flat, named values. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Where log lines go. A pino logger and `console` satisfy it as they are: pino takes the fields first, and console
 * prints both in the order given.
 */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** Whether a line of this level is written at all; without it, all are. */
  isLevelEnabled?(level: Level): boolean;
}

type Level = "debug" | "info" | "warn" | "error";

/** The level of the line that each event leaves when all went well; `silent` leaves none, for high rates. */
export type SuccessLevel = "info" | "debug" | "silent";

/** The logger with its failures dropped: that a line cannot be written must not change what becomes of an event. */
export function unfailing(logger: Logger): Logger {
  const at = (level: Level) => (fields: LogFields, message: string) => {
    try {
      const written: unknown = logger[level](fields, message);
      // A logger that is asynchronous fails later, and that would end the process.
      if (written instanceof Promise) written.catch(() => {});
    } catch {}
  };
  const isLevelEnabled: Logger["isLevelEnabled"] = (level) => {
    try {
      return logger.isLevelEnabled?.(level) ?? true;
    } catch {
      return true;
    }
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), isLevelEnabled };
}

/** Writes the line of a success at its level. */
export function logSuccess(
  logger: Logger,
  level: SuccessLevel | undefined = "info",
  fields: LogFields,
  message: string,
): void {
  if (level !== "silent") logger[level](fields, message);
}
