// Compiles every schema of a folder with ajv as it comes, with ajv-formats.
//   node compile-with-ajv.js <folder> [--check]   with --check: each validator also checks its schema's first example
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [folder, option] = process.argv.slice(2);
const ajv = addFormats.default(new Ajv2020({ allowUnionTypes: true }));
for (const file of readdirSync(folder, { recursive: true })) {
  if (!file.endsWith(".json")) continue;
  const { examples, ...schema } = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const validate = ajv.compile(schema);
  if (option === "--check" && !validate(examples[0])) throw new Error(ajv.errorsText(validate.errors));
}
