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
}

/** The level of the line that each event leaves when all went well; `silent` leaves none, for high rates. */
export type SuccessLevel = "info" | "debug" | "silent";

/** Writes the line of a success at its level. */
export function logSuccess(
  logger: Logger,
  level: SuccessLevel | undefined = "info",
  fields: LogFields,
  message: string,
): void {
  if (level !== "silent") logger[level](fields, message);
}
