// The types of each event of a contract tree by json-schema-to-typescript, a file each; formatted, its default, unless
// told otherwise.
//   node types-each.js <root> [--no-format]
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileFromFile } from "json-schema-to-typescript";

const [root, option] = process.argv.slice(2);
const folder = join(root, "schemas");
const events = readdirSync(folder, { recursive: true }).filter((file) => /\.v\d+\.json$/.test(file));

for (const file of events) {
  const path = join(folder, file);
  const text = await compileFromFile(path, { cwd: `${dirname(path)}/`, format: option !== "--no-format" });
  const target = join(root, "out", "each", file.replace(/json$/, "ts"));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
