import { type InputFile, RELEASED } from "@statehub/contract-tools";
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
