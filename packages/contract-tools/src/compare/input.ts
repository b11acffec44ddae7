import type { FormatTable } from "@statehub/schema-compat";
import type { ConsumerProfile } from "../model/consumers.ts";
import type { Model } from "../model/model.ts";
import type { Released } from "../model/released.ts";

/** What the working contracts are compared with besides their own released versions. */
export interface Base {
  /** What people call it: `main`, a folder, a package. */
  readonly label: string;
  /** Whether it is an earlier state of the repository, and not a package: what it has not is new here. */
  readonly isRepository: boolean;
  /** Its contracts; undefined where it has released versions only. */
  readonly model: Model | undefined;
  readonly released: Released;
}

export interface GateInput {
  readonly model: Model;
  readonly released: Released;
  readonly base?: Base | undefined;
  readonly profiles: readonly ConsumerProfile[];
  /** The formats that the validators of the events check. */
  readonly formats: FormatTable;
  /** The day of the check, as an RFC 3339 date: whether a sunset has passed. */
  readonly today: string;
  /** Compare again what is the same as when it was released. */
  readonly all?: boolean;
  /** Called after each event. */
  readonly onEvent?: () => void;
}
