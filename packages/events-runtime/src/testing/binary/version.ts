import { run } from "./run.ts";

/** The versions that this project is tested with, and the floor for each word that `server` takes. */
export const versions = {
  /** Debian 12 has it; the oldest one that is supported. */
  oldest: "2.9.10",
  /** Atomic batches came with 2.12: from here on nothing that this project can use is missing. */
  currentFloor: "2.12.0",
} as const;

/** The version that a binary prints for `-v`, or undefined if it is no nats-server or does not run here. */
export async function versionOf(binary: string): Promise<string | undefined> {
  try {
    const { output } = await run(binary, ["-v"], { seconds: 10 });
    return parseVersion(output);
  } catch {
    return undefined;
  }
}

/** `nats-server: v2.15.2` → `2.15.2`. */
export function parseVersion(output: string): string | undefined {
  return /nats-server: v(\d+\.\d+\.\d+\S*)/.exec(output)?.[1];
}

export function isCurrent(version: string): boolean {
  return compare(version, versions.currentFloor) >= 0;
}

/** 2.9.10 or a later 2.9: what an old installation has. What is obtained for "oldest" is always 2.9.10 itself. */
export function isOldest(version: string): boolean {
  return version.startsWith("2.9.") && isSupported(version);
}

export function isSupported(version: string): boolean {
  return compare(version, versions.oldest) >= 0;
}

/** Negative if `a` is the older one. A pre-release counts as its release: a server that is ahead of it in all but name. */
export function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  return version.split(".").map((part) => Number.parseInt(part, 10));
}
