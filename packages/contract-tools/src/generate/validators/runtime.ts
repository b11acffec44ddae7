/** What the generated validators call at run time. The caller supplies it: it belongs to the runtime's package. */
export interface ValidationRuntime {
  /** The module that exports it. */
  readonly module: string;
  /** The exported functions by name; the validators that run in this process call them. */
  readonly functions: Readonly<Record<"codePointLength" | "deepEqual" | "report", unknown>> &
    Readonly<Record<string, unknown>>;
  /** Format → the name of the function that checks it. */
  readonly formats: Readonly<Record<string, string>>;
  /** Puts what a validator left in `errors` into words. */
  readonly explain: (errors: unknown, data: unknown) => readonly ExplainedError[];
}

export interface ExplainedError {
  readonly pointer: string;
  readonly got: string;
  readonly want: string;
}
