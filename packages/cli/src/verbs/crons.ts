import { UsageError } from "../usage-error.ts";

const HELP = `usage: statehub-events crons scan [options] <folder | file | url>…

Finds the jobs that run by the clock. Run "statehub-events crons scan --help" for the options.
`;

/** The `crons` command. */
export async function crons([name, ...rest]: readonly string[]): Promise<number> {
  if (name === "scan") return (await import("./crons/scan.ts")).scan(rest);
  if (name !== undefined && name !== "--help" && name !== "-h") {
    throw new UsageError(`crons: unknown command ${JSON.stringify(name)}, want scan`);
  }
  process.stdout.write(HELP);
  return name === undefined ? 2 : 0;
}
