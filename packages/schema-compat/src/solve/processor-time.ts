/**
 * Milliseconds of processor time that this process has used. Answers are bounded by it and not by the clock on the
 * wall: a machine that is busy with other things does not make them "unknown".
 */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
