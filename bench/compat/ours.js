// @statehub/schema-compat over a file of pairs, a verdict a line, as installed users run it.
//   node ours.js <pairs.jsonl> <skip>
import { readFileSync, writeSync } from "node:fs";
import { compare } from "@statehub/schema-compat";

const [file, skip] = process.argv.slice(2);
const fits = { yes: true, no: false };

for (const line of readFileSync(file, "utf8").trim().split("\n").slice(Number(skip))) {
  const { old: older, new: newer, draft } = JSON.parse(line);
  const started = performance.now();
  const { backward, forward } = compare(older, newer, { dialect: draft, changes: false, reasons: false });
  const milliseconds = performance.now() - started;
  const verdict = { backward: fits[backward.answer], forward: fits[forward.answer], milliseconds };
  writeSync(1, `${JSON.stringify(verdict)}\n`);
}
