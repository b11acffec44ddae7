import { didYouMean, type FieldReader, type FieldReaders, fieldReaders } from "@statehub/contract-tools";
import { readReaders } from "../../consumers/repository.ts";
import { findRoot } from "../../files/read.ts";
import { formatDiagnostics, formatTable } from "../../report.ts";
import { parseOptions, UsageError } from "../../usage-error.ts";

const HELP = `usage: statehub-events consumers show <type> [options]

Prints every field of an event with who reads it and where, also the fields that nobody reads. A field inside a value
that is read whole is read too; a value is read where any field inside it is.

options:
  --root <dir>    the repository (default: the nearest folder upwards that holds schemas/)
  --json          print the result as JSON
  -h, --help      print this

exit codes: 0 fine, 1 something is wrong with a contract or a profile, 2 wrong command line
`;

/** The `consumers show` command. */
export async function showConsumers(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const [type, ...more] = positionals;
  if (type === undefined || more.length > 0) {
    throw new UsageError(`consumers show: got ${positionals.length} event types, want one`);
  }
  const { events, profiles, diagnostics } = readReaders(findRoot(values.root));
  const event = events.find((one) => one.type === type);
  if (event === undefined && events.length > 0) {
    const near = didYouMean(
      type,
      events.map((one) => one.type),
    );
    const hint = near === undefined ? "" : `. Did you mean ${JSON.stringify(near)}?`;
    throw new UsageError(`consumers show: no contract has the event type ${JSON.stringify(type)}${hint}`);
  }
  const fields =
    event === undefined
      ? []
      : fieldReaders(
          event,
          profiles.map(({ profile }) => profile),
        );
  if (values.json) process.stdout.write(`${JSON.stringify({ type, fields, diagnostics }, null, 2)}\n`);
  else {
    process.stderr.write(formatDiagnostics(diagnostics, process.stderr));
    if (fields.length > 0)
      process.stdout.write(formatTable([["field", "readers", "where"], ...fields.flatMap(rowsOf)]));
  }
  return diagnostics.length === 0 ? 0 : 1;
}

/** A line for each place that a field is read at; the field and the number of its readers stand in the first. */
function rowsOf({ pointer, isCurrent, readers }: FieldReaders): string[][] {
  const name = isCurrent ? pointer : `${pointer} (released before)`;
  if (readers.length === 0) return [[name, "0", "nobody"]];
  const consumers = new Set(readers.map(({ consumer }) => consumer)).size;
  return readers.map((reader, i) =>
    i === 0 ? [name, String(consumers), where(reader, pointer)] : ["", "", where(reader, pointer)],
  );
}

function where({ consumer, pointer, file, line, column, access }: FieldReader, field: string): string {
  const place = `${consumer} ${file}:${line}:${column}`;
  if (access === "whole") return `${place} (the whole of ${pointer === "" ? "the data" : pointer})`;
  return pointer === field ? place : `${place} (${pointer})`;
}
