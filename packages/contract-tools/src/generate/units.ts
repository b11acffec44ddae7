import { snapshot } from "../model/bundle.ts";
import type { ContractFile, EventFile } from "../model/contract-file.ts";
import type { Model } from "../model/model.ts";
import { importedTargets } from "../model/names.ts";
import { type OutputFile, sha256, type Unit } from "./output.ts";
import { examplesPath, modulePath, pagePath, SUBJECTS_DOC, snapshotPath, validatorsPath } from "./paths.ts";
import { registryIndex, registryPage, subjectsDocument } from "./registry/page.ts";
import { indexModules } from "./typescript/indexes.ts";
import { examplesModule, typesModule } from "./typescript/module.ts";
import { validatorsModule } from "./validators/module.ts";
import type { ValidationRuntime } from "./validators/runtime.ts";

export interface GenerateOptions {
  /** Digest of the generator itself: another generator makes every unit anew. */
  readonly tool: string;
  readonly validation: ValidationRuntime;
}

/**
 * What is generated from each file alone, with a digest of all that it depends on.
 * `committed` is source that people read and git keeps; `built` is machine code and copies.
 */
export function units(model: Model, { tool, validation }: GenerateOptions): { committed: Unit[]; built: Unit[] } {
  const committed: Unit[] = [];
  const built: Unit[] = [];
  const inputOf = inputDigests(model, tool);
  for (const file of model.files) {
    const input = inputOf(file);
    committed.push(typesUnit(file, model, input));
    if (file.kind !== "common") {
      built.push({
        name: `validators ${file.path}`,
        input,
        paths: [validatorsPath(file)],
        render: () => validatorsModule(file, model, validation),
      });
    }
    if (file.event !== undefined) built.push(snapshotUnit(file as EventFile, model, input));
  }
  return { committed, built };
}

/**
 * Digests of the texts of a file and of all files that it refers to, over any number of steps. Not the contract's own
 * digest: generated code keeps the order of properties, and building it takes longer.
 */
function inputDigests({ references }: Model, tool: string): (file: ContractFile) => string {
  const texts = new Map<ContractFile, string>();
  const textDigest = (file: ContractFile): string => {
    const known = texts.get(file) ?? sha256(file.file, file.source.text);
    texts.set(file, known);
    return known;
  };
  const reach = (file: ContractFile, reached: Set<ContractFile>): Set<ContractFile> => {
    if (reached.has(file)) return reached;
    reached.add(file);
    for (const target of importedTargets(file, references)) reach(target.file, reached);
    return reached;
  };
  return (file) => sha256(tool, ...[...reach(file, new Set())].map(textDigest));
}

function typesUnit(file: ContractFile, model: Model, input: string): Unit {
  const event = file.event === undefined ? undefined : (file as EventFile);
  return {
    name: `types ${file.path}`,
    input,
    paths: [modulePath(file), ...(event === undefined ? [] : [examplesPath(event), pagePath(event)])],
    async render() {
      const types = await typesModule(file, model);
      const more = event === undefined ? [] : [examplesModule(event), registryPage(event, model)];
      return { files: [types, ...more], diagnostics: [] };
    },
  };
}

function snapshotUnit(file: EventFile, model: Model, input: string): Unit {
  return {
    name: `snapshot ${file.path}`,
    input,
    paths: [snapshotPath(file)],
    async render() {
      const text = `${JSON.stringify(snapshot(file, model), null, 2)}\n`;
      return { files: [{ path: snapshotPath(file), text }], diagnostics: [] };
    },
  };
}

/** What names every event: cheap, so it is made anew each time. `subjectsDoc` is the document's present text, if any. */
export function indexFiles(model: Model, subjectsDoc: string | undefined): OutputFile[] {
  const doc = subjectsDoc === undefined ? undefined : subjectsDocument(SUBJECTS_DOC, subjectsDoc, model);
  return [...indexModules(model), registryIndex(model), ...(doc === undefined ? [] : [doc])];
}
