import type { FieldRead } from "@statehub/contract-tools";
import type ts from "typescript";
import type { Value } from "./contracts.ts";

/** A place in the code where a field is read. */
export interface Read {
  readonly type: string;
  readonly pointer: string;
  readonly access: FieldRead["access"];
  readonly file: ts.SourceFile;
  readonly position: number;
}

/** The reads that were found, each place once. */
export class Reads {
  readonly #found = new Map<string, Read>();

  /** `at` is the name or expression that the place is told by. */
  add({ type, pointer }: Value, access: Read["access"], at: ts.Node): void {
    const file = at.getSourceFile();
    const position = at.getStart(file);
    const key = `${type} ${pointer} ${file.fileName} ${position}`;
    if (access === "whole" || !this.#found.has(key)) {
      this.#found.set(key, { type, pointer, access, file, position });
    }
  }

  all(): Read[] {
    return [...this.#found.values()];
  }
}
