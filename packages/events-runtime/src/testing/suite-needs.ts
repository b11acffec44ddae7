/** Options for `describe` that skip the suite, and say why to the reporter that ends a run with what was skipped. */
export interface SuiteOptions {
  readonly skip: boolean;
  readonly meta: object;
}

/**
 * The options of a suite that needs a server: `describe("…", await suiteNeeds("PostgreSQL", findPostgres), () => …)`.
 * Where `find` throws, the suite is skipped, and the run's last lines say so; with `STATEHUB_TEST_SERVERS=required`, as
 * in CI, it fails instead.
 */
export async function suiteNeeds(server: string, find: () => Promise<unknown>): Promise<SuiteOptions> {
  try {
    await find();
    return { skip: false, meta: {} };
  } catch (error) {
    if (process.env.STATEHUB_TEST_SERVERS === "required") throw error;
    return { skip: true, meta: { missing: `${server}: ${error instanceof Error ? error.message : error}` } };
  }
}
