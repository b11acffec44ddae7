import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { WAIVERS } from "@statehub/contract-tools";
import {
  applyFixes,
  DIALECTS,
  type LintResult,
  lintSchemas,
  RULES,
  type Rule,
  rulesTable,
} from "@statehub/contract-tools/lint";
import { findRoot } from "../files/read.ts";
import { readSchemas } from "../files/schemas.ts";
import { writeAll } from "../files/write.ts";
import { lintRepository } from "../lint-repository.ts";
import { formatDiagnostics, progress } from "../report.ts";
import { parseOptions, UsageError } from "../usage-error.ts";

const HELP = `usage: statehub-events lint [options]
       statehub-events lint --profile json-schema [options] <files or folders…>

Checks the contracts under schemas/ by the rules of this repository, or anybody's JSON Schemas (JSON or YAML,
draft-04 to 2020-12) by the rules that hold for every schema.

options:
  --profile <name>       "contract" (default) or "json-schema"
  --dialect <draft>      the draft of schemas whose "$schema" names none: ${DIALECTS.join(", ")}
                         (default 2020-12; --profile json-schema only)
  --fix                  put right what has one remedy, keep the layout, and report what is left
  --max-warnings <n>     fail if there are more warnings than this
  --today <date>         the day that sunsets and waivers are held against (default: today)
  --rules                list all rules; with --markdown as the table of docs/lint.md
  --explain <rule>       print a rule's page: wrong, right, why
  --root <dir>           the repository (default: the nearest folder upwards that holds schemas/)
  --json                 print the result as JSON
  --quiet                print nothing unless something is wrong
  -h, --help             print this

exit codes: 0 no errors, 1 something is wrong (or too many warnings), 2 wrong command line
`;

/** The `lint` command. */
export async function lint(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      profile: { type: "string", default: "contract" },
      dialect: { type: "string" },
      fix: { type: "boolean", default: false },
      "max-warnings": { type: "string" },
      today: { type: "string" },
      rules: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
      explain: { type: "string" },
      root: { type: "string" },
      json: { type: "boolean", default: false },
      quiet: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  if (values.rules && values.markdown) return print(rulesTable());
  if (values.rules) return print(values.json ? `${JSON.stringify(RULES.map(plain), null, 2)}\n` : listOfRules());
  if (values.explain !== undefined) return print(pageOf(values.explain));

  const today = dayOf(values.today);
  const most = countOf(values["max-warnings"]);
  const isContract = values.profile === "contract";
  if (!isContract && values.profile !== "json-schema") {
    throw new UsageError(`--profile: got ${JSON.stringify(values.profile)}, want "contract" or "json-schema"`);
  }
  if (isContract && positionals.length > 0) {
    throw new UsageError(`got ${positionals.join(", ")}: files are named with --profile json-schema only`);
  }
  if (isContract && values.dialect !== undefined) throw new UsageError("--dialect is for --profile json-schema");
  if (!isContract && values.root !== undefined) throw new UsageError("--root is for --profile contract");
  if (!isContract && values.fix) throw new UsageError("--fix is for --profile contract");

  const started = performance.now();
  const { fixed, ...result } = isContract
    ? checkContracts(findRoot(values.root), today, values.fix)
    : { ...checkSchemas(positionals, today, dialectOf(values.dialect)), fixed: [] };
  const seconds = Math.round(performance.now() - started) / 1000;
  const errors = result.diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = result.diagnostics.length - errors;
  const isTooMany = most !== undefined && warnings > most;
  if (values.json) {
    const { diagnostics, waived, files } = result;
    const report = { files, errors, warnings, fixed, seconds, diagnostics, waived };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    process.stderr.write(formatDiagnostics(result.diagnostics, process.stderr));
    if (!values.quiet || errors + warnings > 0) {
      process.stdout.write(`${summary(result, errors, warnings, fixed, seconds)}\n`);
      if (isTooMany) process.stdout.write(`more warnings than --max-warnings ${most} allows\n`);
    }
  }
  return errors > 0 || isTooMany ? 1 : 0;
}

type Result = LintResult & { readonly fixed: readonly string[] };

function checkContracts(root: string, today: string, isFixing: boolean): Result {
  const { inputs, ...result } = lintRepository(root, today);
  if (!isFixing) return { ...result, fixed: [] };
  const changed = applyFixes(inputs, result.diagnostics);
  if (changed.length === 0) return { ...result, fixed: [] };
  const outputs = changed.map(({ file, text }) => ({ path: file, text }));
  const failed = writeAll(root, outputs);
  if (failed.length > 0) return { ...result, diagnostics: [...failed, ...result.diagnostics], fixed: [] };
  const { inputs: _, ...after } = lintRepository(root, today);
  return { ...after, fixed: changed.map(({ file }) => file) };
}

function checkSchemas(named: readonly string[], today: string, dialect: (typeof DIALECTS)[number]): LintResult {
  if (named.length === 0) throw new UsageError("--profile json-schema: name the files or folders to check");
  const { files, diagnostics, certain } = readSchemas(named);
  const bar = progress("linting", files.length);
  const found = lintSchemas(files, { today, dialect, certain, named: named.join(", "), onFile: bar.step });
  bar.done();
  return { ...found, diagnostics: [...diagnostics, ...found.diagnostics] };
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

const plain = ({ id, severity, profiles, isFixable = false, description }: Rule): object => ({
  id,
  severity,
  profiles,
  isFixable,
  description,
});

function listOfRules(): string {
  const width = Math.max(...RULES.map(({ id }) => id.length));
  const lines = RULES.map(({ id, severity, profiles, isFixable, description }) => {
    const where = profiles.length > 1 ? "both" : profiles[0];
    return [id.padEnd(width), severity.padEnd(7), where?.padEnd(11), isFixable ? "fix" : "   ", description].join("  ");
  });
  return `${lines.join("\n")}\n`;
}

function pageOf(id: string): string {
  if (!RULES.some((rule) => rule.id === id)) {
    throw new UsageError(`--explain: no rule ${JSON.stringify(id)}; "statehub-events lint --rules" lists them`);
  }
  return readFileSync(fileURLToPath(import.meta.resolve(`@statehub/contract-tools/rules/${id}.md`)), "utf8");
}

function dayOf(text: string | undefined): string {
  if (text === undefined) return new Date().toISOString().slice(0, 10);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);
  if (isDay !== true) throw new UsageError(`--today: got ${JSON.stringify(text)}, want a date such as 2027-01-31`);
  return text;
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) {
    throw new UsageError(`--max-warnings: got ${JSON.stringify(text)}, want a whole number, 0 or more`);
  }
  return Number(text);
}

function dialectOf(text = "2020-12"): (typeof DIALECTS)[number] {
  const dialect = DIALECTS.find((one) => one === text);
  if (dialect === undefined) {
    throw new UsageError(`--dialect: got ${JSON.stringify(text)}, want one of ${DIALECTS.join(", ")}`);
  }
  return dialect;
}

function summary(
  { files, waived }: LintResult,
  errors: number,
  warnings: number,
  fixed: readonly string[],
  seconds: number,
): string {
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;
  const parts = [count(errors, "error"), count(warnings, "warning")];
  if (waived.length > 0) parts.push(`${waived.length} waived (${WAIVERS})`);
  if (fixed.length > 0) parts.push(`${count(fixed.length, "file")} fixed`);
  const more = errors + warnings > 0 ? '\nexplain a rule with "statehub-events lint --explain <rule>"' : "";
  return `${parts.join(", ")} in ${count(files, "file")}, ${seconds} s${more}`;
}
