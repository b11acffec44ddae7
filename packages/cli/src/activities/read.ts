import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import {
  ACTIVITIES,
  type ActivityDiagnostic,
  type Contracts,
  contractsOf,
  type DefinitionFile,
  readDefinitions,
} from "@statehub/activities";
import {
  type Diagnostic,
  type InputFile,
  type Model,
  RELEASED,
  readModel,
  readReleased,
} from "@statehub/contract-tools";
import { findRoot, listFiles, readContracts, readText } from "../files/read.ts";
import { formatDiagnostics } from "../report.ts";
import { UsageError } from "../usage-error.ts";

/** Definitions, and the contracts to check them against. */
export interface ReadActivities {
  readonly root: string;
  readonly definitions: readonly DefinitionFile[];
  readonly contracts: Contracts;
  readonly model: Model;
  /** What is wrong with the definitions' files. */
  readonly problems: readonly ActivityDiagnostic[];
}

/** Contracts with errors in them say nothing about definitions. */
export class ContractsError extends Error {
  override readonly name = "ContractsError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(`${diagnostics.length} problems with the contracts`);
    this.diagnostics = diagnostics;
  }
}

/** Reads the definitions that are named (files or folders; default `activities/`), and the repository's contracts. */
export function readActivities(named: readonly string[], rootOption: string | undefined): ReadActivities {
  const root = findRoot(rootOption);
  const input = readContracts(root);
  const { model, diagnostics } = readModel(input.files);
  const frozen = readReleased(readText(root, RELEASED, ".json"));
  const broken = [...input.diagnostics, ...diagnostics, ...frozen.diagnostics];
  if (broken.length > 0) throw new ContractsError(broken);
  const { definitions, diagnostics: problems } = readDefinitions(definitionFiles(root, named));
  return { root, definitions, contracts: contractsOf(model, frozen.released), model, problems };
}

/** As `readActivities`; undefined if the contracts have errors in them, which were printed. */
export function readActivitiesOrPrint(
  named: readonly string[],
  rootOption: string | undefined,
): ReadActivities | undefined {
  try {
    return readActivities(named, rootOption);
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    process.stderr.write(formatDiagnostics(error.diagnostics, process.stderr));
    return undefined;
  }
}

const IS_YAML = /\.ya?ml$/;

function definitionFiles(root: string, named: readonly string[]): InputFile[] {
  const paths = named.length > 0 ? named.map((name) => resolve(name)) : [join(root, ACTIVITIES)];
  const files = paths.flatMap((path) => {
    if (!existsSync(path)) {
      if (named.length === 0) return [];
      throw new UsageError(`${relative(process.cwd(), path)} does not exist, want a definition or a folder of them`);
    }
    if (!statSync(path).isDirectory()) return [path];
    return listFiles(path, ".")
      .filter((file) => IS_YAML.test(file))
      .map((file) => join(path, file));
  });
  return [...new Set(files)].sort().map((path) => ({
    file: relative(root, path).split(sep).join("/"),
    text: readFileSync(path, "utf8"),
  }));
}
