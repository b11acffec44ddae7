// The types of each event of a contract tree by modelina, a file each.
//   node modelina.js <root>
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { TypeScriptGenerator } from "@asyncapi/modelina";

const root = resolve(process.argv[2]);
const folder = join(root, "schemas");
const events = readdirSync(folder, { recursive: true }).filter((file) => /\.v\d+\.json$/.test(file));
const generator = new TypeScriptGenerator({ modelType: "interface", enumType: "union" });

for (const file of events) {
  const path = join(folder, file);
  // It takes drafts 4 to 7 only, and looks for references from the current folder on.
  const { $id, ...schema } = JSON.parse(readFileSync(path, "utf8"));
  process.chdir(dirname(path));
  const models = await generator.generate({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" });
  const target = join(root, "out", "modelina", file.replace(/json$/, "ts"));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, models.map(({ result }) => result).join("\n\n"));
}
