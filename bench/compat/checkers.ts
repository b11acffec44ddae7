import { inBench } from "../workspace.ts";

/** A compatibility checker as a program: it reads the pairs from a file and prints a verdict a line. */
export interface Checker {
  readonly name: string;
  args(file: string, skip: number): readonly string[];
}

export const OURS = "schema-compat";

const peer = (name: string): Checker => ({
  name,
  args: (file, skip) => [inBench("peers/compat.js"), name, file, String(skip)],
});

/** Ours first. */
export const CHECKERS: readonly Checker[] = [
  { name: OURS, args: (file, skip) => [inBench("compat/ours.js"), file, String(skip)] },
  ...["jsoncompat", "json-schema-diff", "json-schema-diff-validator", "api-smart-diff"].map(peer),
];
