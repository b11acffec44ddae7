import { resolve } from "node:path";
import {
  type ActivityEvent,
  type BadLine,
  CRON_RUN,
  type DefinitionFile,
  gateOf,
  isCronRun,
  isShadowIntent,
  type ParityReport,
  parityOf,
  paritySvg,
  parityText,
  readLines,
  SHADOW_INTENT,
  type Undone,
  undoneBy,
} from "@statehub/activities";
import { readActivitiesOrPrint } from "../../activities/read.ts";
import { readIfThere } from "../../files/read.ts";
import { writeWhole } from "../../files/write.ts";
import { formatDiagnostics } from "../../report.ts";
import { parseOptions, UsageError } from "../../usage-error.ts";

const HELP = `usage: statehub-events activities parity [options] [files or folders]

Compares what definitions in shadow mode wanted with what the crons that they replace did, key by key and window by
window, and says for each whether its parity gate is open. Definitions without a gate are left out.

options:
  --intents <file>   what the definitions wanted, one per line: ${SHADOW_INTENT}
  --cron <file>      the crons' runs, one per line, those with no keys too: ${CRON_RUN}
  --events <file>    recorded events, one per line: what \`parity.undone_by\` reads
  --svg <file>       write a timeline (one definition only)
  --root <dir>       the repository (default: the nearest folder upwards that holds schemas/)
  --json             print the reports as JSON
  -h, --help         print this

exit codes: 0 all gates are open, 1 a gate is shut or a record is wrong, 2 wrong command line
`;

/** The `activities parity` command. */
export async function parity(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      intents: { type: "string" },
      cron: { type: "string" },
      events: { type: "string" },
      svg: { type: "string" },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  if (values.intents === undefined || values.cron === undefined) throw new UsageError("want --intents and --cron");
  const definitions = gated(positionals, values.root);
  if (definitions === undefined) return 1;
  if (definitions.length === 0) throw new UsageError("none of the definitions has a parity gate");
  if (values.svg !== undefined && definitions.length > 1) throw new UsageError("--svg: name one definition");
  const intents = readLines(values.intents, textOf(values.intents), SHADOW_INTENT, isShadowIntent);
  const runs = readLines(values.cron, textOf(values.cron), CRON_RUN, isCronRun);
  const events =
    values.events === undefined
      ? { records: [], bad: [] }
      : readLines(values.events, textOf(values.events), "an event as JSON", isEvent);
  const bad = [...intents.bad, ...runs.bad, ...events.bad];
  const reports = definitions.map(({ definition }) => {
    const gate = gateOf(definition);
    const undone = undoneBy(definition);
    return parityOf(
      definition,
      {
        intents: intents.records.filter(({ activity }) => activity === definition.id),
        runs: runs.records.filter(({ job }) => job === definition.replaces),
        undone: events.records.flatMap((event): Undone[] => undone(event)),
      },
      gate as NonNullable<typeof gate>,
    );
  });
  if (values.svg !== undefined) writeWhole(resolve(values.svg), paritySvg(reports[0] as ParityReport));
  if (values.json) process.stdout.write(`${JSON.stringify({ reports, bad }, null, 2)}\n`);
  else {
    process.stderr.write(bad.map(badText).join(""));
    process.stdout.write(reports.map(parityText).join("\n"));
  }
  return bad.length === 0 && reports.every(({ passed }) => passed) ? 0 : 1;
}

const badText = ({ file, line, got, want }: BadLine): string => `${file}:${line}: got ${got}, want ${want}\n`;

function textOf(file: string): string {
  const text = readIfThere(resolve(file));
  if (text === undefined) throw new UsageError(`${file} does not exist`);
  return text;
}

function isEvent(value: unknown): value is ActivityEvent {
  const { type, time } = (value ?? {}) as Partial<ActivityEvent>;
  return typeof type === "string" && typeof time === "string";
}

/** Definitions with a gate; undefined if what is wrong was printed. */
function gated(named: readonly string[], root: string | undefined): DefinitionFile[] | undefined {
  const read = readActivitiesOrPrint(named, root);
  if (read === undefined) return undefined;
  const { definitions, problems } = read;
  process.stderr.write(formatDiagnostics(problems, process.stderr));
  return problems.length > 0 ? undefined : definitions.filter(({ definition }) => definition.parity !== undefined);
}
