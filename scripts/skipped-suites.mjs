/** A vitest reporter: ends the run with the suites that were skipped because their server is missing. */
export class SkippedSuites {
  onTestRunEnd(testModules) {
    for (const testModule of testModules) {
      for (const suite of testModule.children.allSuites()) {
        const { missing } = suite.meta();
        if (missing) console.log(`SKIPPED ${testModule.relativeModuleId} > ${suite.fullName}: no ${missing}`);
      }
    }
  }
}
