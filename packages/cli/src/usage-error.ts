import { type ParseArgsConfig, parseArgs } from "node:util";

/** The command line is wrong: reported without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** `parseArgs` of node:util, whose errors are the user's. */
export function parseOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The number that an option gives; undefined where it is not given. */
export function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UsageError(`--${name}: got ${JSON.stringify(value)}, want a whole number above 0`);
}
