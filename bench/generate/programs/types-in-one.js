// The types of all events of a contract tree by json-schema-to-typescript in its fastest mode: one call, no formatting.
//   node types-in-one.js <root>
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { compile } from "json-schema-to-typescript";

const root = process.argv[2];
const folder = join(root, "schemas");
const events = readdirSync(folder, { recursive: true }).filter((file) => /\.v\d+\.json$/.test(file));

const properties = Object.fromEntries(events.map((file) => [file, { $ref: `./${file.replaceAll(sep, "/")}` }]));
const text = await compile({ type: "object", properties }, "All", { cwd: `${folder}/`, format: false });
mkdirSync(join(root, "out"), { recursive: true });
writeFileSync(join(root, "out", "all.ts"), text);
