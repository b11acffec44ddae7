import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SkippedSuites } from "./scripts/skipped-suites.mjs";

export default defineConfig({
  // Workspace packages are tested from their sources: no build stands between an edit and a test.
  resolve: { conditions: ["@statehub/source"] },
  ssr: { resolve: { conditions: ["@statehub/source", "node", "default"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "examples/*/test/**/*.test.ts", "e2e/test/**/*.test.ts"],
    // Real servers and child processes: slow machines are slow, hangs still end. What a test waits for is given up
    // earlier (two minutes, `until`), since that says what did not happen.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    // Most of them wait for servers and processes. By default, two processors would run one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ["default", new SkippedSuites()],
    // A CommonJS module looks to a test as it does to Node.
    deps: { interopDefault: false },
  },
});
