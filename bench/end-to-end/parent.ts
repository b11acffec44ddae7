import type { Ordered, Told } from "./child.ts";

const tell = (told: Told): void => void process.send?.(told);

/** Milliseconds on a clock that all processes of a machine share. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Serves the process that started this one, until that one says that it is over; `work` is what it then lets begin. */
export function serve(work: () => Promise<Float64Array>, close: () => Promise<unknown>): void {
  process.on("message", ({ kind }: Ordered) => {
    if (kind === "go") void work().then((times) => tell({ kind: "done", times }));
    if (kind === "end") void close().then(() => process.disconnect());
    if (kind === "usage") {
      const { user, system } = process.cpuUsage();
      globalThis.gc?.();
      const { rss, heapUsed, external } = process.memoryUsage();
      const [rssMb, liveMb] = [rss / 2 ** 20, (heapUsed + external) / 2 ** 20];
      tell({ kind, usage: { rssMb, liveMb, cpuMs: (user + system) / 1e3 } });
    }
  });
  tell({ kind: "ready" });
}
