// One compatibility checker of others over a file of pairs, a verdict a line.
//   node compat.js <checker> <pairs.jsonl> <skip>
import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [checker, file, skip] = process.argv.slice(2);

/** Each gives `[backward, forward]`: whether old instances fit the new schema, and new ones the old. */
const CHECKERS = {
  async jsoncompat() {
    const { check_compat, initSync } = await import("jsoncompat");
    const main = require.resolve("jsoncompat");
    initSync({ module: readFileSync(main.replace(/\.js$/, "_bg.wasm")) });
    return (older, newer) => {
      const texts = [JSON.stringify(older), JSON.stringify(newer)];
      return [
        attempt(() => check_compat(...texts, "deserializer")),
        attempt(() => check_compat(...texts, "serializer")),
      ];
    };
  },
  async "json-schema-diff"() {
    const { diffSchemas } = require("json-schema-diff");
    return async (older, newer) => {
      const { additionsFound, removalsFound } = await diffSchemas({ sourceSchema: older, destinationSchema: newer });
      return [!removalsFound, !additionsFound];
    };
  },
  async "json-schema-diff-validator"() {
    const { validateSchemaCompatibility } = require("json-schema-diff-validator");
    // It has one way to say no and to fail: both throw, and what it throws for a no is an assertion.
    const fits = (from, to) => {
      try {
        validateSchemaCompatibility(structuredClone(from), structuredClone(to));
        return true;
      } catch (error) {
        return error.code === "ERR_ASSERTION" ? false : undefined;
      }
    };
    return (older, newer) => [fits(older, newer), fits(newer, older)];
  },
  async "api-smart-diff"() {
    const { compareJsonSchema } = await import("api-smart-diff");
    const fits = (from, to) =>
      attempt(
        () => !compareJsonSchema(structuredClone(from), structuredClone(to)).diffs.some((d) => d.type === "breaking"),
      );
    return (older, newer) => [fits(older, newer), fits(newer, older)];
  },
};

function attempt(check) {
  try {
    return check();
  } catch {
    return undefined;
  }
}

const check = await CHECKERS[checker]();
const pairs = readFileSync(file, "utf8").trim().split("\n").slice(Number(skip));
for (const line of pairs) {
  const { old: older, new: newer } = JSON.parse(line);
  // None has an option for the draft, and two refuse every draft but their own.
  for (const schema of [older, newer]) delete Object(schema).$schema;
  const started = performance.now();
  let [backward, forward] = [];
  try {
    [backward, forward] = await check(older, newer);
  } catch {
    // What it throws about a schema is no verdict.
  }
  const milliseconds = performance.now() - started;
  // At once, so that nothing is lost should the next pair never end.
  writeSync(1, `${JSON.stringify({ backward, forward, milliseconds })}\n`);
}
