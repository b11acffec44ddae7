import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  BUILT,
  COMMITTED,
  checkUpcasters,
  type Diagnostic,
  diagnostic,
  indexFiles,
  type OutputFile,
  readModel,
  SUBJECTS_DOC,
  type Unit,
  UPCASTERS,
  units,
  wholeFile,
} from "@statehub/contract-tools";
import {
  CACHE,
  type CacheEntry,
  type CacheRecord,
  digestOfText,
  digestOfTool,
  isAsRecorded,
  readCache,
  stampOf,
  writeCache,
} from "../files/cache.ts";
import { findRoot, listFiles, readContracts, readIfThere } from "../files/read.ts";
import { isTemporary, removeTemporaries, writeAll } from "../files/write.ts";
import { formatDiagnostics, progress } from "../report.ts";
import { parseOptions, UsageError } from "../usage-error.ts";
import { validationRuntime } from "../validation-runtime.ts";

const HELP = `usage: statehub-events generate [options]

Generates from schemas/: the TypeScript of @statehub/events-contracts and @statehub/events-publisher, the registry
under event-types/, the table in docs/nats-event-subjects.md (all committed), and the validators and schema copies
of @statehub/events-contracts (built, not committed). Writes what changed, removes what is left over; if anything is
wrong with a contract, nothing is written.

options:
  --check         write nothing; fail with the names of committed files that are not up to date
  --only <part>   "committed" or "built"
  --root <dir>    the repository (default: the nearest folder upwards that holds schemas/)
  --no-cache      make everything anew
  --json          print the result as JSON
  --quiet         print nothing unless something is wrong
  -h, --help      print this

exit codes: 0 up to date, 1 something is wrong with a contract or a file is stale, 2 wrong command line
`;

interface Result {
  readonly contracts: number;
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  readonly seconds: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The `generate` command. */
export async function generate(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    options: {
      check: { type: "boolean", default: false },
      only: { type: "string" },
      root: { type: "string" },
      "no-cache": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      quiet: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values } = parsed;
  const { only } = values;
  if (only !== undefined && only !== "committed" && only !== "built") {
    throw new UsageError(`--only: got ${JSON.stringify(only)}, want "committed" or "built"`);
  }
  if (values.check && only === "built") throw new UsageError("--check is about committed files: leave --only out");
  const result = await run({
    root: findRoot(values.root),
    isCheck: values.check,
    parts: values.check ? ["committed"] : only === undefined ? ["committed", "built"] : [only],
    isCached: !values["no-cache"],
  });
  if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else {
    process.stderr.write(formatDiagnostics(result.diagnostics, process.stderr));
    if (!values.quiet || result.diagnostics.length > 0) process.stdout.write(`${summary(result, values.check)}\n`);
  }
  return result.diagnostics.length === 0 ? 0 : 1;
}

interface Run {
  readonly root: string;
  readonly isCheck: boolean;
  readonly parts: readonly ("committed" | "built")[];
  readonly isCached: boolean;
}

async function run({ root, isCheck, parts, isCached }: Run): Promise<Result> {
  const started = performance.now();
  const input = readContracts(root);
  const { model, diagnostics: problems } = readModel(input.files);
  const finish = (result: Partial<Result>): Result => ({
    contracts: model.files.length,
    written: [],
    removed: [],
    unchanged: 0,
    diagnostics: [],
    ...result,
    seconds: Math.round(performance.now() - started) / 1000,
  });
  const before = [...input.diagnostics, ...problems];
  if (before.length === 0) before.push(...checkUpcasters(model, listFiles(root, UPCASTERS)));
  if (before.length > 0) return finish({ diagnostics: before });

  const all = units(model, { tool: digestOfTool(), validation: validationRuntime });
  const wanted = parts.flatMap((part) => all[part]);
  const recorded = readCache(root);
  // The validators run the examples: a contract whose examples are wrong fails the check too.
  const checked = isCheck ? [...wanted, ...all.built] : wanted;
  const rendered = await render(checked, (path) => {
    const known = isCached ? recorded[path] : undefined;
    // A check reads what is there.
    return known && isAsRecorded(join(root, path), isCheck ? { ...known, stamp: undefined } : known)
      ? known
      : undefined;
  });
  if (rendered.diagnostics.length > 0) return finish({ diagnostics: rendered.diagnostics });

  const indexes = parts.includes("committed") ? indexFiles(model, readIfThere(join(root, SUBJECTS_DOC))) : [];
  const expected = new Set([...wanted.flatMap((unit) => unit.paths), ...indexes.map(({ path }) => path)]);
  const changed = [...rendered.files, ...indexes]
    .filter(({ path }) => expected.has(path))
    .filter(({ path, text }) => readIfThere(join(root, path)) !== text);
  const left = leftOver(root, parts, expected);
  const unchanged = expected.size - changed.length;
  if (isCheck) return finish({ unchanged, diagnostics: stale(root, changed, left) });

  removeTemporaries(root, [...COMMITTED, ...BUILT, dirname(SUBJECTS_DOC), CACHE]);
  const failed = writeAll(root, changed);
  if (failed.length > 0) return finish({ diagnostics: failed });
  for (const path of left) rmSync(join(root, path), { force: true });
  const made = Object.entries(rendered.record).map(([path, entry]) => [
    path,
    { ...entry, stamp: stampOf(join(root, path)) },
  ]);
  writeCache(root, { ...pruned(recorded, all), ...Object.fromEntries(made) });
  return finish({ written: changed.map(({ path }) => path), removed: left, unchanged });
}

/** Renders the units whose files are not there as they were made. `recorded` tells what a file was made from. */
async function render(
  wanted: readonly Unit[],
  recorded: (path: string) => CacheEntry | undefined,
): Promise<{ files: OutputFile[]; diagnostics: Diagnostic[]; record: CacheRecord }> {
  const todo = wanted.filter((unit) => !unit.paths.every((path) => recorded(path)?.input === unit.input));
  const files: OutputFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const made: CacheRecord = {};
  const bar = progress("generating", todo.length);
  for (const unit of todo) {
    const result = await unit.render();
    files.push(...result.files);
    diagnostics.push(...result.diagnostics);
    for (const { path, text } of result.files) made[path] = { input: unit.input, output: digestOfText(text) };
    bar.step();
  }
  bar.done();
  return { files, diagnostics, record: made };
}

/** What the record says of files that still exist. */
function pruned(record: CacheRecord, all: Readonly<Record<"committed" | "built", Unit[]>>): CacheRecord {
  const paths = new Set([...all.committed, ...all.built].flatMap((unit) => unit.paths));
  return Object.fromEntries(Object.entries(record).filter(([path]) => paths.has(path)));
}

/** Generated files that no contract asks for any more. A file without our mark is somebody's own, and stays. */
function leftOver(root: string, parts: readonly string[], expected: ReadonlySet<string>): string[] {
  const folders = [...(parts.includes("committed") ? COMMITTED : []), ...(parts.includes("built") ? BUILT : [])];
  return folders
    .flatMap((folder) => listFiles(root, folder))
    .filter((path) => !expected.has(path) && !isTemporary(path))
    .filter((path) => BUILT.some((folder) => path.startsWith(folder)) || hasMark(readIfThere(join(root, path)) ?? ""));
}

const hasMark = (text: string): boolean => text.slice(0, 200).includes("@generated from schemas/");

function stale(root: string, changed: readonly OutputFile[], left: readonly string[]): Diagnostic[] {
  return [
    ...changed.map(({ path }) => {
      const state = readIfThere(join(root, path)) === undefined ? "is missing" : "is out of date";
      return diagnostic("stale-file", wholeFile(path), { state });
    }),
    ...left.map((path) => diagnostic("stale-file", wholeFile(path), { state: "is left over" })),
  ];
}

function summary({ contracts, written, removed, unchanged, seconds, diagnostics }: Result, isCheck: boolean): string {
  const files = `${contracts} contract files read`;
  if (diagnostics.length > 0) {
    const problems = `${diagnostics.length} problem${diagnostics.length === 1 ? "" : "s"}`;
    return `${problems}; ${files}${isCheck ? "" : ", nothing written"}`;
  }
  if (isCheck) return `up to date: ${files}, ${unchanged} generated files checked in ${seconds} s`;
  return `${files}: ${written.length} written, ${removed.length} removed, ${unchanged} unchanged in ${seconds} s`;
}
