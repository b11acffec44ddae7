import type { Dialect, Json } from "@statehub/schema-compat";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { DiagnosticCode } from "../diagnostics/table.ts";
import type { ContractFile } from "../model/contract-file.ts";
import type { Model } from "../model/model.ts";
import type { Released } from "../model/released.ts";
import type { Source } from "../model/source.ts";
import type { Engine } from "./engine.ts";
import type { SchemaNode } from "./schema/nodes.ts";

/** `contract`: the contracts of this repository. `json-schema`: anybody's schemas, without the rules of this house. */
export type Profile = "contract" | "json-schema";

/** One kind of problem. Its id is the code of its diagnostics; `rules/<id>.md` explains it. */
export interface Rule {
  readonly id: DiagnosticCode;
  readonly severity: "error" | "warning";
  /** What it demands, in a sentence. */
  readonly description: string;
  readonly profiles: readonly Profile[];
  /** Whether `--fix` can put it right: its diagnostics carry an edit, some of them or all. */
  readonly isFixable?: boolean;
  /** Profiles in which reading the file reports it already, so that `check` is not asked. */
  readonly readIn?: readonly Profile[];
  /** Finds the problem in one file. Absent where reading the files or the waivers reports it. */
  readonly check?: (file: LintFile, run: LintRun) => Iterable<Diagnostic>;
}

/** A schema file and everything in it. */
export interface LintFile {
  /** Path relative to the repository's root or as it was named, with forward slashes. */
  readonly file: string;
  readonly source: Source;
  readonly value: Json;
  /** The URI that it is known by: its `$id`, or one made of its path. */
  readonly uri: string;
  readonly dialect: Dialect;
  /** Every schema object in it, outermost first. */
  readonly nodes: readonly SchemaNode[];
  /** Whole numbers as they are written, where they are long enough to be too long. */
  readonly longIntegers: () => readonly { readonly text: string; readonly pointer: string }[];
  /** In the profile `contract`, the file as the model has it. */
  readonly contract: ContractFile | undefined;
}

/** What rules know besides the file at hand. */
export interface LintRun {
  /** The day on which the run takes place, as an RFC 3339 date. */
  readonly today: string;
  readonly files: readonly LintFile[];
  readonly engine: Engine;
  /** In the profile `contract`. */
  readonly model: Model | undefined;
  readonly released: Released | undefined;
  /** What was found so far. */
  readonly found: readonly Diagnostic[];
}

export const EVERYWHERE: readonly Profile[] = ["contract", "json-schema"];
export const CONTRACT: readonly Profile[] = ["contract"];
export const JSON_SCHEMA: readonly Profile[] = ["json-schema"];
