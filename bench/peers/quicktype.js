// The types of all events of a contract tree by quicktype, in one file as its command line does it.
//   node quicktype.js <root>
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputData, JSONSchemaInput, JSONSchemaStore, quicktype } from "quicktype-core";

const root = process.argv[2];
const folder = join(root, "schemas");
const events = readdirSync(folder, { recursive: true }).filter((file) => /\.v\d+\.json$/.test(file));

/** Finds what a `$ref` names in the tree. */
class Files extends JSONSchemaStore {
  async fetch(address) {
    return JSON.parse(readFileSync(address.replace("https://schemas.statehub.org", folder), "utf8"));
  }
}

const input = new JSONSchemaInput(new Files());
for (const file of events) {
  const schema = readFileSync(join(folder, file), "utf8");
  await input.addSource({ name: JSON.parse(schema).title, schema });
}
const inputData = new InputData();
inputData.addInput(input);
const { lines } = await quicktype({ inputData, lang: "typescript", rendererOptions: { "just-types": true } });
mkdirSync(join(root, "out"), { recursive: true });
writeFileSync(join(root, "out", "quicktype.ts"), lines.join("\n"));
