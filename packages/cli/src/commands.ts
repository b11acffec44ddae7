import { UsageError } from "./usage-error.ts";

/** One of several commands, by its name. */
export interface Command {
  readonly summary: string;
  /** Loads the command and runs it; resolves with the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

export interface Commands {
  /** What they are commands of: "" for the program itself. */
  readonly of: string;
  /** What follows the command in a command line. */
  readonly usage: string;
  readonly about: string;
  readonly commands: Readonly<Record<string, Command>>;
  /** The last lines of the help. */
  readonly notes?: string;
}

/** Runs the command that is named first, or prints which there are. */
export async function runOneOf(group: Commands, [name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || ["--help", "-h", "help"].includes(name)) {
    process.stdout.write(help(group));
    return name === undefined ? 2 : 0;
  }
  const { of, commands } = group;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined) return command.run(rest);
  const known = Object.keys(commands).join(", ");
  throw new UsageError(`${of && `${of}: `}unknown command ${JSON.stringify(name)}, want one of ${known}`);
}

function help({ of, usage, about, commands, notes = "" }: Commands): string {
  const call = `statehub-events ${of && `${of} `}<command>`;
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  const more = `Run "${call} --help" for a command's options.`;
  return `usage: ${call} ${usage}\n\n${about}\n\ncommands:\n${lines.join("\n")}\n\n${more}\n${notes}`;
}
