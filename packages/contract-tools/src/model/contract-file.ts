import type { EventInfo } from "./event.ts";
import type { SchemaObject } from "./schema.ts";
import type { Source } from "./source.ts";

/** One file under schemas/. */
export interface ContractFile {
  /** Path under schemas/ without `.json`, for example `repo/registered.v1`: also that of its generated module. */
  readonly path: string;
  /** Path from the repository's root. */
  readonly file: string;
  readonly kind: "event" | "common" | "envelope";
  readonly id: string;
  /** Name of the TypeScript type of the whole file. */
  readonly typeName: string;
  readonly schema: SchemaObject;
  readonly source: Source;
  /** What `x-event` says; events only. */
  readonly event: EventInfo | undefined;
}

/** An event's contract file. */
export type EventFile = ContractFile & { readonly event: EventInfo };
