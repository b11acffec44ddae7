import { createHash } from "node:crypto";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** A file to be written: its path from the repository's root and its whole text. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

/** What one piece of generation gave: files, or why there are none. */
export interface Rendered {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A piece of generation that depends on nothing but what `input` is a digest of. */
export interface Unit {
  /** For example `types repo/registered.v1`. */
  readonly name: string;
  readonly input: string;
  /** The files that it makes. */
  readonly paths: readonly string[];
  render(): Promise<Rendered>;
}

/** SHA-256 in hexadecimal. */
export function sha256(...texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex");
}
