import { cpus, totalmem } from "node:os";

/** What the figures depend on. */
export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
}

/** This machine, without anything that names it. */
export function thisMachine(): Machine {
  const all = cpus();
  return {
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    cpu: all[0]?.model.trim() || "unknown processor",
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
  };
}
