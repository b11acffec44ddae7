import type { Dialect, FormatTable } from "@statehub/schema-compat";
import { type Diagnostic, diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { bundle } from "../model/bundle.ts";
import { show } from "../model/check-schema.ts";
import type { ContractFile } from "../model/contract-file.ts";
import { type InputFile, type Model, readModel } from "../model/model.ts";
import { type Released, readReleased } from "../model/released.ts";
import { readSource } from "../model/source.ts";
import { engineFor } from "./engine.ts";
import { contractLintFile, schemaLintFile } from "./lint-file.ts";
import type { LintFile, LintRun, Profile } from "./rule.ts";
import { RULES } from "./rules/index.ts";
import { isObject } from "./schema/nodes.ts";
import { applyWaivers } from "./waivers.ts";
import { readYaml } from "./yaml.ts";

/** What was checked, and what was found. */
export interface LintResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Found, and waived. */
  readonly waived: readonly Diagnostic[];
  /** How many files were checked. */
  readonly files: number;
}

export interface LintContractsOptions {
  /** The day on which the run takes place, as an RFC 3339 date: sunsets and waivers are held against it. */
  readonly today: string;
  /** The files under schemas/released/. */
  readonly released?: readonly InputFile[];
  /** The file of the waivers. */
  readonly waivers?: InputFile | undefined;
  /** The formats as the publisher's validators check them. Default: the standard ones. */
  readonly formats?: FormatTable;
  /** Called after each file. */
  readonly onFile?: () => void;
}

/** Checks the contracts of this repository: what reading them finds, and every rule of the profile `contract`. */
export function lintContracts(contracts: readonly InputFile[], options: LintContractsOptions): LintResult {
  const { today, onFile = () => {} } = options;
  const { model, diagnostics } = readModel(contracts);
  const { released, diagnostics: ofReleased } = readReleased(options.released ?? []);
  const read = [...diagnostics, ...ofReleased];
  // Rules walk along references: what reading has said of them is not found once more.
  const isCyclic = diagnostics.some(({ code }) => code === "cyclic-reference");
  const whole = isCyclic ? [] : model.files.filter((file) => isWhole(file, model));
  const files = whole.map(contractLintFile);
  const found = [...read, ...run("contract", files, today, onFile, { model, released, formats: options.formats })];
  const { diagnostics: left, waived } = applyWaivers(found, options.waivers, today);
  return { diagnostics: inOrder(left), waived, files: contracts.length };
}

/** Whether every reference from a file, over any number of steps, leads somewhere. */
function isWhole(file: ContractFile, { references }: Model): boolean {
  try {
    bundle(file, references);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

export interface LintSchemasOptions {
  /** The draft of a schema whose `$schema` names none. */
  readonly dialect: Dialect;
  readonly today: string;
  readonly onFile?: () => void;
  /** What was looked through, for the message that nothing was found. */
  readonly named: string;
  /** Files that were named one by one: they are schemas, whatever is in them. */
  readonly certain?: ReadonlySet<string>;
}

/** Checks anybody's schemas, JSON or YAML, draft-04 to 2020-12, by the rules of the profile `json-schema`. */
export function lintSchemas(inputs: readonly InputFile[], options: LintSchemasOptions): LintResult {
  const { dialect, today, named, certain = new Set(), onFile = () => {} } = options;
  const diagnostics: Diagnostic[] = [];
  const files: LintFile[] = [];
  for (const { file, text } of inputs) {
    const source = /\.ya?ml$/.test(file) ? readYaml(file, text) : readSource(file, text);
    if (!("value" in source)) diagnostics.push(source);
    else if (!certain.has(file) && !isSchema(source.value)) continue;
    else if (isObject(source.value) || typeof source.value === "boolean") files.push(schemaLintFile(source, dialect));
    else diagnostics.push(diagnostic("not-an-object", source.place(""), { got: show(source.value) }));
  }
  const checked = files.length + diagnostics.length;
  if (checked === 0) diagnostics.push(diagnostic("no-schemas", wholeFile(named), { named }));
  diagnostics.push(...run("json-schema", files, today, onFile, {}));
  return { diagnostics: inOrder(diagnostics), waived: [], files: checked };
}

/** What a folder holds beside its schemas is left alone. */
function isSchema(value: unknown): boolean {
  if (!isObject(value)) return false;
  const isNamed =
    typeof value.$schema === "string" && (typeof value.type === "string" || /schema/i.test(value.$schema));
  const looksSo = isObject(value.properties) && typeof value.type === "string";
  const combines = ["allOf", "anyOf", "oneOf"].some((keyword) => Array.isArray(value[keyword]));
  const defines = isObject(value.definitions) || isObject(value.$defs);
  return isNamed || looksSo || combines || defines || typeof value.$ref === "string";
}

function run(
  profile: Profile,
  files: readonly LintFile[],
  today: string,
  onFile: () => void,
  more: { readonly model?: Model; readonly released?: Released; readonly formats?: FormatTable | undefined },
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const { model, released, formats } = more;
  const lintRun: LintRun = { today, files, engine: engineFor(files, model, formats), model, released, found };
  const rules = RULES.filter(({ profiles, readIn }) => profiles.includes(profile) && !readIn?.includes(profile));
  for (const file of files) {
    for (const { check, severity } of rules) {
      for (const one of check?.(file, lintRun) ?? []) found.push(severity === "error" ? one : { ...one, severity });
    }
    onFile();
  }
  return found;
}

/** By file, and as they stand in it. */
function inOrder(found: readonly Diagnostic[]): Diagnostic[] {
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...found].sort((a, b) => byName(a.file, b.file) || a.line - b.line || a.column - b.column);
}
