// npm run check: everything that CI runs besides `npm test`. Each check ends in a line of its own, and the last line
// counts them. `npm run check -- lint types` runs only those.
import { spawnSync } from "node:child_process";

/** A command of ours. */
const cli = (...args) => ["npm", "run", "--silent", "run-cli", "--", ...args];

/** Name → commands, run one after the other from the repository's root until one fails. */
const CHECKS = {
  lint: [["biome", "check", "--error-on-warnings"]],
  types: [["turbo", "run", "typecheck", "--output-logs=errors-only"]],
  drift: [
    ["npm", "run", "--silent", "run-generate", "--", "--check", "--no-cache"],
    ["npm", "run", "--silent", "compatibility-page", "--", "--check"],
  ],
  definitions: [
    cli("activities", "check"),
    cli("activities", "fields", "--out", "consumers/activity-core-definitions.json", "--check"),
    cli("consumers", "scan", "examples/activity-core", "--out", "consumers/activity-core.json", "--check"),
    cli("crons", "scan", "examples/hub", "--table", "docs/cron-migration.md", "--check", "--next", "0"),
  ],
  contracts: [
    ["npm", "run", "--silent", "run-cli", "--", "lint", "--max-warnings", "0"],
    ["npm", "run", "--silent", "run-cli", "--", "report", "--all"],
  ],
  packaging: [["turbo", "run", "package-check", "--output-logs=errors-only"]],
  "oldest-server": [
    [
      ...["vitest", "run", "--config", "vitest.config.ts", "packages/events-runtime", "e2e"],
      ...["packages/cli/test/streams", "packages/cli/test/operating"],
    ],
  ],
};
const ENVIRONMENT = { "oldest-server": { STATEHUB_TEST_SERVER: "oldest" } };

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(CHECKS, name));
if (unknown.length > 0) {
  console.error(`unknown check ${unknown.join(", ")}, want some of ${Object.keys(CHECKS).join(", ")}`);
  process.exit(2);
}

let failed = 0;
const names = named.length > 0 ? named : Object.keys(CHECKS);
for (const name of names) {
  const started = performance.now();
  console.log(`── ${name}`);
  const isFine = CHECKS[name].every(([command, ...args]) => {
    const env = { ...process.env, ...ENVIRONMENT[name] };
    return spawnSync(command, args, { stdio: "inherit", env, shell: process.platform === "win32" }).status === 0;
  });
  if (!isFine) failed++;
  console.log(`── ${name}: ${isFine ? "passed" : "FAILED"} in ${Math.round((performance.now() - started) / 1000)} s\n`);
}
console.log(`checks: ${names.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
