import { type Diagnostic, type InputFile, RELEASED } from "@statehub/contract-tools";
import { type LintResult, lintContracts } from "@statehub/contract-tools/lint";
import { readContracts, readText, readWaivers } from "./files/read.ts";
import { eventFormats } from "./gate/formats.ts";
import { progress } from "./report.ts";

/** Lints the contracts of a repository; `inputs` are the files that a fix may change. */
export function lintRepository(root: string, today: string): LintResult & { readonly inputs: readonly InputFile[] } {
  const { files, diagnostics } = readContracts(root);
  const waivers = readWaivers(root);
  const bar = progress("linting", files.length);
  const released = readText(root, RELEASED, ".json");
  const found = lintContracts(files, { today, released, waivers, formats: eventFormats, onFile: bar.step });
  bar.done();
  const inputs = waivers === undefined ? files : [...files, waivers];
  return { ...found, diagnostics: [...diagnostics, ...found.diagnostics], inputs };
}

/** What lint finds today besides what was found: both look at the files that they read. */
export function lintedBeside(found: readonly Diagnostic[], root: string): Diagnostic[] {
  const keyOf = ({ code, file, pointer, message }: Diagnostic): string =>
    JSON.stringify([code, file, pointer, message]);
  const known = new Set(found.map(keyOf));
  const { diagnostics } = lintRepository(root, new Date().toISOString().slice(0, 10));
  return diagnostics.filter((one) => !known.has(keyOf(one)));
}
