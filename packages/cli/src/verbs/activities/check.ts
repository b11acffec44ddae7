import { checkDefinition } from "@statehub/activities";
import { ContractsError, readActivities } from "../../activities/read.ts";
import { count, formatDiagnostics, progress } from "../../report.ts";
import { parseOptions, UsageError } from "../../usage-error.ts";

const HELP = `usage: statehub-events activities check [options] [files or folders]

Checks definitions (default: activities/) against all versions of the events that set them off: every path exists and
is guarded where it may be absent or null, literals are members, conditions have two outcomes, types fit, context
results are used as what they are, and nothing personal or secret is written into a text.

options:
  --today <date>     the day to judge deprecated events by (default: today)
  --max-warnings <n> fail with more warnings than this (default: any number is fine)
  --root <dir>       the repository (default: the nearest folder upwards that holds schemas/)
  --json             print the result as JSON
  -h, --help         print this

exit codes: 0 all definitions are fine, 1 something is wrong, 2 wrong command line, 3 the command itself failed
`;

/** The `activities check` command. */
export async function check(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      today: { type: "string", default: new Date().toISOString().slice(0, 10) },
      "max-warnings": { type: "string" },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const { today } = values;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(today))
    throw new UsageError(`--today: got ${JSON.stringify(today)}, want 2026-01-31`);
  const most = Number(values["max-warnings"] ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(most)) throw new UsageError(`--max-warnings: got ${values["max-warnings"]}, want a number`);
  const diagnostics: Parameters<typeof formatDiagnostics>[0][number][] = [];
  let checked = 0;
  try {
    const { definitions, contracts, problems } = readActivities(positionals, values.root);
    diagnostics.push(...problems);
    const bar = progress("checking", definitions.length);
    for (const definition of definitions) {
      diagnostics.push(...checkDefinition(definition, contracts, { today }).diagnostics);
      bar.step();
    }
    bar.done();
    checked = definitions.length;
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    diagnostics.push(...error.diagnostics);
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  if (values.json) process.stdout.write(`${JSON.stringify({ checked, errors, warnings, diagnostics }, null, 2)}\n`);
  else {
    process.stderr.write(formatDiagnostics(diagnostics, process.stderr));
    process.stdout.write(
      `${count(checked, "definition")} checked: ${count(errors, "error")}, ${count(warnings, "warning")}\n`,
    );
  }
  return errors > 0 || warnings > most ? 1 : 0;
}
