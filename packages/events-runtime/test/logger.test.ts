import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { expect, expectTypeOf, test } from "vitest";
import type { LogFields, Logger } from "../src/index.ts";

/** pino 10's `LogFn`, with its helper types, as its declarations have it. */
interface PinoLogFn {
  <TMsg extends string = string>(msg: TMsg, ...args: ParseLogFnArgs<TMsg>): void;
  <T, TMsg extends string = string>(
    obj: [T] extends [object] ? T & LogFnFields : T,
    msg?: T extends string ? never : TMsg,
    ...args: ParseLogFnArgs<TMsg> | []
  ): void;
  <T, TMsg extends string = string>(
    obj: [T] extends [object] ? T & LogFnFields : T,
    msg?: T extends string ? never : TMsg,
    ...args: ParseLogFnArgs<TMsg> extends [unknown, ...unknown[]] ? ParseLogFnArgs<TMsg> : unknown[]
  ): void;
}
// biome-ignore lint/suspicious/noEmptyInterface: pino's declaration
interface LogFnFields {}
type ParseLogFnArgs<T, Acc extends unknown[] = []> = T extends `${infer _}%${infer Placeholder}${infer Rest}`
  ? Placeholder extends "d" | "s" | "j" | "o" | "O"
    ? ParseLogFnArgs<Rest, [...Acc, unknown]>
    : ParseLogFnArgs<Rest, Acc>
  : Acc;
type PinoLogger = Record<"fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent", PinoLogFn>;

test("a pino logger and console are loggers as they are", () => {
  expectTypeOf<PinoLogger>().toExtend<Logger>();
  expectTypeOf<Console>().toExtend<Logger>();
  expectTypeOf<(message: string) => void>().not.toExtend<Logger["info"]>();
});

test("console prints the fields and the message", () => {
  const out = new PassThrough();
  const logger: Logger = new Console(out);
  const fields: LogFields = { id: "e-1", sequence: 7 };
  logger.info(fields, "event published");
  expect(String(out.read())).toBe("{ id: 'e-1', sequence: 7 } event published\n");
});
