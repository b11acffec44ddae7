import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  CONSUMERS,
  type Diagnostic,
  type InputFile,
  type Model,
  RELEASED,
  type Released,
  readConsumers,
  readModel,
  readReleased,
  wholeFile,
} from "@statehub/contract-tools";
import { type GateReport, gate, type Note } from "@statehub/contract-tools/compare";
import { readContracts, readText } from "../files/read.ts";
import { progress } from "../report.ts";
import { CHANGESETS, type ReadBase, readBase } from "./base.ts";
import { eventFormats } from "./formats.ts";
import { agesOf, readCodeFolders } from "./profile-age.ts";

/** What a gate run read and found. */
export interface GateRun {
  readonly model: Model;
  readonly released: Released;
  readonly base: ReadBase | undefined;
  /** The changesets of this branch: those that the base has not, or has otherwise. */
  readonly changesets: readonly InputFile[];
  /** Whether the repository has a folder for them. */
  readonly usesChangesets: boolean;
  /** Undefined where the contracts cannot be compared: `problems` says why. */
  readonly report: GateReport | undefined;
  /** What is wrong with the files themselves. */
  readonly problems: readonly Diagnostic[];
  /** Worth knowing, and no reason to fail. */
  readonly notes: readonly Note[];
}

export interface GateOptions {
  /** What `--base` says. */
  readonly base?: string | undefined;
  readonly all?: boolean;
  /** What `--code` says. */
  readonly code?: readonly string[];
}

/** Reads the working tree and the base, and compares them. */
export function runGate(root: string, { base: name, all = false, code = [] }: GateOptions = {}): GateRun {
  const folders = readCodeFolders(code);
  const base = name === undefined ? undefined : readBase(root, name);
  const contracts = readContracts(root);
  const { model, diagnostics } = readModel(contracts.files);
  const frozen = readReleased(readText(root, RELEASED, ".json"));
  const consumers = readConsumers(readText(root, CONSUMERS, ".json"));
  const ages = agesOf(root, consumers.profiles, folders);
  const unusable = [...contracts.diagnostics, ...diagnostics];
  const changesets = readText(root, CHANGESETS, ".md").filter(
    ({ file, text }) => base?.changesets.find((one) => one.file === file)?.text !== text,
  );
  const bar = progress("comparing", model.events.length);
  const report =
    unusable.length > 0
      ? undefined
      : gate({
          model,
          released: frozen.released,
          base,
          profiles: consumers.profiles.map(({ profile }) => profile),
          formats: eventFormats,
          today: new Date().toISOString().slice(0, 10),
          all,
          onEvent: () => bar.step(),
        });
  bar.done();
  return {
    model,
    released: frozen.released,
    base,
    changesets,
    usesChangesets: existsSync(join(root, CHANGESETS)),
    report,
    problems: [...unusable, ...frozen.diagnostics, ...consumers.diagnostics],
    notes: [...notesOn(base), ...ages],
  };
}

function notesOn(base: ReadBase | undefined): Note[] {
  const [first] = base?.problems ?? [];
  if (base === undefined || first === undefined) return [];
  const where = `${first.file}:${first.line}: ${first.message}`;
  const message = `the contracts of ${base.label} are not in order (${where}): compared with what it released only`;
  return [{ rule: "base-not-in-order", message, ...wholeFile(first.file) }];
}
