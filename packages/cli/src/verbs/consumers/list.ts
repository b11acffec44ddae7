import { consumersOf, fieldReaders } from "@statehub/contract-tools";
import { readReaders } from "../../consumers/repository.ts";
import { findRoot } from "../../files/read.ts";
import { formatDiagnostics, formatTable } from "../../report.ts";
import { parseOptions } from "../../usage-error.ts";

const HELP = `usage: statehub-events consumers list [options]

Prints every event with the consumers that read it, how many fields it has, and how many of them nobody reads.

options:
  --root <dir>    the repository (default: the nearest folder upwards that holds schemas/)
  --json          print the result as JSON
  -h, --help      print this

exit codes: 0 fine, 1 something is wrong with a contract or a profile, 2 wrong command line
`;

/** The `consumers list` command. */
export async function listConsumers(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    options: {
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values } = parsed;
  const { events, profiles, diagnostics } = readReaders(findRoot(values.root));
  const known = profiles.map(({ profile }) => profile);
  const rows = events.map((event) => {
    const fields = fieldReaders(event, known).filter(({ isCurrent }) => isCurrent);
    const consumers = consumersOf(event.type, known);
    const unread = fields.filter(({ readers }) => readers.length === 0).map(({ pointer }) => pointer);
    return { type: event.type, consumers, fields: fields.length, unread };
  });
  if (values.json) process.stdout.write(`${JSON.stringify({ events: rows, diagnostics }, null, 2)}\n`);
  else {
    process.stderr.write(formatDiagnostics(diagnostics, process.stderr));
    const lines = rows.map(({ type, consumers, fields, unread }) => [
      type,
      String(fields),
      String(unread.length),
      consumers.join(", ") || "nobody",
    ]);
    if (lines.length > 0) process.stdout.write(formatTable([["event", "fields", "unread", "readers"], ...lines]));
  }
  return diagnostics.length === 0 ? 0 : 1;
}
