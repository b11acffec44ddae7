import type { FunctionEffort } from "./measure/functions.ts";
import type { ProcessEffort } from "./measure/processes.ts";
import type { SuiteResult } from "./report/result.ts";

/** What a run was asked for. */
export interface Effort {
  readonly isQuick: boolean;
  readonly processes: ProcessEffort;
  readonly functions: FunctionEffort;
  /** A file of pairs for the suite `compat`. */
  readonly cases: string | undefined;
  /** Whether `compat` keeps its figures for the documentation. */
  readonly isRecording: boolean;
  /** How long `end-to-end` watches the memory of its processes; 0 for not at all. */
  readonly minutes: number;
}

/** A part of the bench that can be run alone. */
export interface Suite {
  readonly name: string;
  readonly summary: string;
  /** `note` says what is being done, for people who wait. */
  run(effort: Effort, note: (text: string) => void): Promise<SuiteResult>;
}
