import { UsageError } from "../usage-error.ts";

const HELP = `usage: statehub-events consumers <command> [options]

Reader profiles (consumers/*.json) say who reads which field of which event, at which line.

commands:
  scan <dir>     make a consumer's profile from its TypeScript code, or check that it is not older than the code
  list           print every event with who reads it and how many of its fields nobody reads
  show <type>    print an event's fields with their readers, and the fields that nobody reads

options:
  -h, --help     print this; "statehub-events consumers <command> --help" prints a command's options
`;

const VERBS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  scan: async (args) => (await import("./consumers/scan.ts")).scanConsumer(args),
  list: async (args) => (await import("./consumers/list.ts")).listConsumers(args),
  show: async (args) => (await import("./consumers/show.ts")).showConsumers(args),
};

/** The `consumers` command. */
export async function consumers([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h") {
    process.stdout.write(HELP);
    return name === undefined ? 2 : 0;
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined) {
    throw new UsageError(`consumers: got ${JSON.stringify(name)}, want one of ${Object.keys(VERBS).join(", ")}`);
  }
  return verb(rest);
}
