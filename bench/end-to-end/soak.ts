import type { Usage } from "./child.ts";
import type { Parts } from "./runs.ts";

/** How the memory of a process went. */
export interface Memory {
  readonly firstMb: number;
  readonly lastMb: number;
  /** Of the straight line that fits best, in megabytes a minute. */
  readonly slope: number;
}

const EVERY_MS = 5_000;
/** Of the time, at the beginning, in which a process fills its heap. */
const WARM_PART = 0.2;

interface Sample {
  readonly atMs: number;
  readonly usage: Parts<Usage>;
}

/** Samples the memory of the parts of a whole way until it is disposed of. */
export class Soak implements AsyncDisposable {
  readonly #samples: Sample[] = [];
  readonly #usages: () => Promise<Parts<Usage>>;
  readonly #timer: NodeJS.Timeout;
  #asking: Promise<void> = Promise.resolve();

  constructor(usages: () => Promise<Parts<Usage>>) {
    this.#usages = usages;
    this.#timer = setInterval(() => {
      this.#asking = this.#sample();
    }, EVERY_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#asking;
  }

  of(part: keyof Parts<Usage>, what: "rssMb" | "liveMb"): Memory {
    const begin = (this.#samples[0]?.atMs ?? 0) + WARM_PART * this.#lengthMs;
    const warm = this.#samples.filter(({ atMs }) => atMs >= begin);
    const points = warm.map(({ atMs, usage }): [number, number] => [atMs / 60_000, usage[part][what]]);
    return { firstMb: points[0]?.[1] ?? 0, lastMb: points.at(-1)?.[1] ?? 0, slope: slopeOf(points) };
  }

  get #lengthMs(): number {
    return (this.#samples.at(-1)?.atMs ?? 0) - (this.#samples[0]?.atMs ?? 0);
  }

  async #sample(): Promise<void> {
    this.#samples.push({ atMs: performance.now(), usage: await this.#usages() });
  }
}

/** Least squares. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0);
  return over / points.reduce((sum, [px]) => sum + (px - x) ** 2, 0);
}
