import type { Dialect, Json, Options } from "../../src/index.ts";

/** Two schemas with the truth in both directions: is A within B, is B within A. */
export interface Probe {
  readonly name: string;
  readonly a: Json;
  readonly b: Json;
  readonly ab: "yes" | "no" | "unknown";
  readonly ba: "yes" | "no" | "unknown";
  readonly dialect?: Dialect;
  readonly options?: Options;
}

/** A row of a table: the name, the schemas, A within B, B within A. */
export type Row = readonly [name: string, a: Json, b: Json, ab: boolean, ba: boolean];

export function probes(rows: readonly Row[], dialect: Dialect = "2020-12", options: Options = {}): Probe[] {
  const word = (truth: boolean): "yes" | "no" => (truth ? "yes" : "no");
  return rows.map(([name, a, b, ab, ba]) => ({ name, a, b, ab: word(ab), ba: word(ba), dialect, options }));
}
