import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  checkChanges,
  contractPath,
  type Diagnostic,
  diagnostic,
  type EventFile,
  type EventType,
  type InputFile,
  type MajorChanges,
  type Model,
  nextMajorContract,
  type OutputFile,
  proposedContract,
  readModel,
  upcasterSteps,
  upcasterStub,
  wholeFile,
} from "@statehub/contract-tools";
import { lintContracts } from "@statehub/contract-tools/lint";
import { findRoot, readContracts } from "../files/read.ts";
import { writeNew } from "../files/write.ts";
import { interview } from "../proposal/interview.ts";
import { failed, nextSteps, print, type Result } from "../proposal/result.ts";
import { keyOf, ownerBeside, readFields, readOwner, readRename, readType, type Wishes } from "../proposal/wishes.ts";
import { parseOptions, UsageError } from "../usage-error.ts";

const HELP = `usage: statehub-events new [<type>] [options]

Begins the contract of an event, as proposed: schemas/<noun>/<verb>.v1.json, in order but for the texts that only a
person can write. These begin with TODO, are listed, and are errors to "statehub-events lint" until they are written.
Asks for what it is not told, on a terminal. Overwrites nothing.

  statehub-events new repo.archived --owner team-custodian --description "A repository was archived." \\
    --field "repo_id:uuid The repository's id in the hub." --field "reason?:text"

A type that ends in .v2 begins the next major from the contract before it. With --field, --rename or --remove it makes
these changes and begins the upcaster from them. Without, edit the contract and run the command again: it then begins
the upcaster from the difference.

options:
  --owner <team>         who answers for the event (default: who does for the events beside it)
  --description <text>   what happened, in a sentence
  --when <text>          when it is emitted: in which transaction or check, and what emits nothing
  --field <field>        name:type and what it means; name?: if it may be absent; may be given several times
                         types: string, text, uuid, date-time, date, time, uri, email, integer, number, boolean, the
                         fragments of schemas/common/, values as low|high; then |null, [], =default
  --key <name>           the field that orders events (default: the first required one that ends in _id)
  --rename <old=new>     a field of the major before that has another name; may be given several times
  --remove <name>        a field of the major before that is gone; may be given several times
  --interactive          ask, on standard input, although it is no terminal
  --root <dir>           the repository (default: the nearest folder upwards that holds schemas/)
  --json                 print the result as JSON
  -h, --help             print this

exit codes: 0 written, 1 something is there already or is wrong with a contract, 2 wrong command line
`;

/** The `new` command. */
export async function newEvent(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      owner: { type: "string" },
      description: { type: "string" },
      when: { type: "string" },
      field: { type: "string", multiple: true, default: [] },
      key: { type: "string" },
      rename: { type: "string", multiple: true, default: [] },
      remove: { type: "string", multiple: true, default: [] },
      interactive: { type: "boolean", default: false },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  if (positionals.length > 1) throw new UsageError(`got ${positionals.length} types, want one`);
  const { owner, description, when, key, field: fields, rename: renames, remove: removes } = values;
  if (owner !== undefined) used(readOwner(owner));
  const said = { type: positionals[0], owner, description, when, key, fields, renames, removes };
  const root = findRoot(values.root);
  const input = readContracts(root);
  const { model, diagnostics } = readModel(input.files);
  const problems = [...input.diagnostics, ...diagnostics];
  const result =
    problems.length > 0 ? failed(problems) : await begin(root, said, model, input.files, values.interactive);
  if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else print(result);
  return result.diagnostics.length === 0 ? 0 : 1;
}

/** The value, or a wrong command line. */
function used<Value>(value: Value): Exclude<Value, { readonly problem: string }> {
  if (typeof value === "object" && value !== null && "problem" in value) throw new UsageError(String(value.problem));
  return value as Exclude<Value, { readonly problem: string }>;
}

async function begin(
  root: string,
  said: Wishes,
  model: Model,
  inputs: readonly InputFile[],
  isInteractive: boolean,
): Promise<Result> {
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  const streams = { input: process.stdin, output: process.stderr };
  const asks = isInteractive || (isTerminal && (said.type === undefined || said.fields.length === 0));
  const wishes = asks ? await interview(said, model, streams) : said;
  if (wishes === undefined) throw new UsageError("the answers ended before the last question: nothing is written");
  const { type } = wishes;
  if (type === undefined) throw new UsageError("want the type of an event, such as repo.archived");
  const event = used(readType(type));
  const before = model.events
    .filter(({ event: one }) => one.verb === event.verb && one.nouns.join() === event.nouns.join())
    .filter(({ event: one }) => one.major < event.major)
    .toSorted((a, b) => a.event.major - b.event.major)
    .at(-1);
  if (event.major === 1) return finish(root, [firstMajor(event, wishes, model)], inputs);
  if (before === undefined) throw new UsageError(`${event.type}: there is no major before it to begin from`);
  const path = contractPath(event);
  if (existsSync(join(root, path))) return finish(root, upcastersOf(event, model), inputs, path);
  return nextMajor(root, before, event, wishes, model, inputs);
}

function firstMajor(event: EventType, wishes: Wishes, model: Model): OutputFile {
  const owner = wishes.owner ?? ownerBeside(event, model);
  if (owner === undefined) throw new UsageError(`--owner is missing: no one team answers for ${event.nouns[0]} events`);
  if (wishes.renames.length + wishes.removes.length > 0) {
    throw new UsageError("--rename and --remove are about the major before: want a type that ends in .v2 or higher");
  }
  const { description, when: emittedWhen } = wishes;
  const texts = wishes.fields.length > 0 ? wishes.fields : [`${event.nouns.at(-1)}_id:uuid`];
  const fields = used(readFields(texts, event, model));
  const key = used(keyOf(fields, wishes.key));
  return proposedContract({ event, owner, description, emittedWhen, fields, key }, model);
}

function nextMajor(
  root: string,
  before: EventFile,
  event: EventType,
  wishes: Wishes,
  model: Model,
  inputs: readonly InputFile[],
): Result {
  const changes: MajorChanges = {
    renamed: new Map(wishes.renames.map((text) => used(readRename(text)))),
    removed: wishes.removes,
    added: used(readFields(wishes.fields, event, model)),
  };
  const problem = checkChanges(changes, before);
  if (problem !== undefined) throw new UsageError(problem);
  const contract = nextMajorContract(before, event, changes, model);
  const isChanged = changes.renamed.size + changes.removed.length + changes.added.length > 0;
  if (!isChanged) return finish(root, [contract], inputs);
  const after = readModel([...inputs, asInput(contract)]);
  if (after.diagnostics.length > 0) return failed(after.diagnostics);
  return finish(root, [contract, ...upcastersOf(event, after.model, changes)], inputs);
}

function upcastersOf(event: EventType, model: Model, changes?: MajorChanges): OutputFile[] {
  const steps = upcasterSteps(model).filter(({ to }) => to.event.type === event.type);
  return steps.map((step) => upcasterStub(step, model, changes));
}

const asInput = ({ path, text }: OutputFile): InputFile => ({ file: path, text });

/** Writes the files if they are in order with all others, and says what is left to do. */
function finish(root: string, files: readonly OutputFile[], inputs: readonly InputFile[], existing?: string): Result {
  const contracts = files.filter(({ path }) => path.endsWith(".json"));
  const there = contracts.find(({ path }) => existsSync(join(root, path)));
  if (there !== undefined) return failed([diagnostic("file-exists", wholeFile(there.path), { path: there.path })]);
  const { diagnostics } = readModel([...inputs, ...contracts.map(asInput)]);
  if (diagnostics.length > 0) return failed(diagnostics);
  const problems = writeNew(root, files);
  if (problems.length > 0) return failed(problems);
  const written = files.map(({ path }) => path);
  const today = new Date().toISOString().slice(0, 10);
  const found = lintContracts([...inputs, ...contracts.map(asInput)], { today }).diagnostics.filter(({ file }) =>
    [...written, existing].includes(file),
  );
  const isUnwritten = ({ code }: Diagnostic): boolean => code === "to-be-written";
  return {
    written,
    unwritten: found.filter(isUnwritten),
    findings: found.filter((one) => !isUnwritten(one)),
    next: nextSteps(root, files),
    diagnostics: [],
  };
}
