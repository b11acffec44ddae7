import { createInterface } from "node:readline/promises";

/** Asks on a terminal, unless `--yes` was given. Resolves to why nothing is done; undefined if it may be done. */
export async function unconfirmed(question: string, yes: boolean): Promise<string | undefined> {
  if (yes) return undefined;
  if (!process.stdin.isTTY) return "nobody can be asked here; give --yes";
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question(`${question} [y/N] `);
  asking.close();
  return /^y(es)?$/i.test(answer.trim()) ? undefined : "not confirmed";
}
