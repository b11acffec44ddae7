/** Runs `end` once: when disposed of, or at Ctrl-C or another signal to end, after which the process exits with 130. */
export function onEnd(end: () => Promise<void>): AsyncDisposable {
  let interrupted: Promise<never> | undefined;
  // Not just once: npm passes on a signal that the terminal has already sent to every process.
  const stop = (): void => {
    interrupted ??= end()
      .catch(reportError)
      .then(() => process.exit(130));
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, stop);
  return {
    async [Symbol.asyncDispose]() {
      await (interrupted ?? end());
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

/** Prints what went wrong, a line each if ending what was started failed too. */
export function reportError(error: unknown): void {
  if (error instanceof SuppressedError) {
    reportError(error.suppressed);
    reportError(error.error);
  } else process.stderr.write(`error: ${error instanceof Error ? error.message : error}\n`);
}
