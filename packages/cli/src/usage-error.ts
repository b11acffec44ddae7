import { type ParseArgsConfig, parseArgs } from "node:util";

/** The command line is wrong: reported without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * What the command line of a command says; undefined if it asks for the help, which is printed then. As `parseArgs` of
 * node:util, whose errors are the user's.
 */
export function parseOptions<const Config extends Omit<ParseArgsConfig, "args">>(
  args: readonly string[],
  help: string,
  config: Config & { readonly args?: never },
): ReturnType<typeof parseArgs<Config>> | undefined {
  const options = { ...config.options, help: { type: "boolean", short: "h" } } as const;
  try {
    const parsed = parseArgs({ ...config, args: [...args], options });
    if ((parsed.values as { readonly help?: boolean }).help !== true)
      return parsed as ReturnType<typeof parseArgs<Config>>;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  process.stdout.write(help);
  return undefined;
}

/** The number that an option gives; undefined where it is not given. */
export function wholeNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new UsageError(`--${name}: got ${JSON.stringify(value)}, want a whole number above 0`);
}
