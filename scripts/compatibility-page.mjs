// docs/compatibility.md, from the engine's own cases and the recorded figures of the bench.
//   node --conditions=@statehub/source scripts/compatibility-page.mjs [--check]
import { readFileSync, writeFileSync } from "node:fs";
import { tourPage } from "../packages/schema-compat/test/tour/page.ts";

const page = new URL("../docs/compatibility.md", import.meta.url);
const figures = JSON.parse(readFileSync(new URL("../bench/compat/figures.json", import.meta.url), "utf8"));
const text = tourPage(figures);

if (!process.argv.includes("--check")) writeFileSync(page, text);
else if (readFileSync(page, "utf8") !== text) {
  console.error("docs/compatibility.md is not what its cases say: run `npm run compatibility-page` and commit it");
  process.exit(1);
}
