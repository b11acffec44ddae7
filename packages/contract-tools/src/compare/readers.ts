import { fromPointer } from "../model/pointer.ts";

/** A place in a consumer's code that reads a field. */
export interface Reader {
  readonly consumer: string;
  readonly owner: string;
  readonly repository: string;
  /** The field that it reads, as a JSON Pointer into the data. */
  readonly pointer: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `whole`: it passes the value on, so that anything inside may be read. */
  readonly access: "read" | "whole";
}

/** What a reader profile says that matters here. */
export interface Profile {
  readonly consumer: string;
  readonly owner: string;
  readonly repository: string;
  readonly reads: readonly {
    readonly type: string;
    readonly fields: readonly Pick<Reader, "pointer" | "file" | "line" | "column" | "access">[];
  }[];
}

/** The consumers that read an event at all, by name. */
export function consumersOf(type: string, profiles: readonly Profile[]): string[] {
  return profiles.filter(({ reads }) => reads.some((one) => one.type === type)).map(({ consumer }) => consumer);
}

/**
 * Who reads a field: it itself, something inside it, or a value around it that is passed on whole. `*` stands for any
 * name or item.
 */
export function readersOf(type: string, location: string, profiles: readonly Profile[]): Reader[] {
  return profiles.flatMap(({ consumer, owner, repository, reads }) =>
    reads
      .filter((one) => one.type === type)
      .flatMap(({ fields }) => fields.filter((field) => touches(field, location)))
      .map(({ pointer, file, line, column, access }) => ({
        ...{ consumer, owner, repository, pointer, file, line, column, access },
      })),
  );
}

function touches({ pointer, access }: { pointer: string; access: Reader["access"] }, location: string): boolean {
  const [read, changed] = [fromPointer(pointer), fromPointer(location)];
  const length = Math.min(read.length, changed.length);
  for (let i = 0; i < length; i++) {
    if (read[i] !== changed[i] && read[i] !== "*" && changed[i] !== "*") return false;
  }
  // A reader of an outer value that goes on to read other parts of it is listed with those.
  return read.length >= changed.length || access === "whole";
}
