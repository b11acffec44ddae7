import type { InputFile } from "../../../src/model/model.ts";
import type { Json } from "./inputs.ts";

/** Contracts, or a schema of anybody's, and where a rule finds something in them. */
export interface Case {
  readonly name: string;
  readonly contracts?: readonly (Json | InputFile)[] | undefined;
  readonly schema?: unknown;
  /** What the schema's file is called, where that matters. */
  readonly file?: string;
  readonly finds: readonly string[];
  /** Words of what is said. */
  readonly says?: string;
}
