/** Whether a nats-server of this version has what came with the other one: numeric, pre-release tags ignored. */
export function atLeast(version: string | undefined, wanted: string): boolean {
  const [got, want] = [numbers(version ?? "0"), numbers(wanted)];
  for (const [i, number] of want.entries()) {
    const other = got[i] ?? 0;
    if (other !== number) return other > number;
  }
  return true;
}

function numbers(version: string): number[] {
  return (version.split("-")[0] ?? "").split(".").map(Number);
}
