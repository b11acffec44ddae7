import { startNatsServer } from "@statehub/events-runtime/testing";
import { sampleOf, timesOf } from "../measure/statistics.ts";
import { atLeast } from "../report/result.ts";
import { tableOf } from "../report/table.ts";
import type { Suite } from "../suite.ts";
import { fill, OURS, OURS_LOGGED, ours, oursLogged, RAW, raw } from "./contestants.ts";

/** Consuming with all promises beside the barest consumer that the official client has. */
export const consumeSuite: Suite = {
  name: "consume",
  summary: "validated consuming in order per key beside the official client's callback with JSON.parse",
  async run({ isQuick }, note) {
    const count = isQuick ? 20_000 : 200_000;
    const rounds = isQuick ? 2 : 9;
    await using server = await startNatsServer();
    note(`storing ${count} events`);
    await fill(server.url, count);
    const contestants = [
      { name: RAW, run: raw, times: [] as number[] },
      { name: OURS, run: ours, times: [] as number[] },
      { name: OURS_LOGGED, run: oursLogged, times: [] as number[] },
    ];
    // The first round warms both up.
    for (let round = 0; round <= rounds; round++) {
      note(`round ${round} of ${rounds}`);
      for (const [i, { run, times }] of contestants.entries()) {
        const ms = await run(server.url, `bench-${i}-${round}`, count);
        if (round > 0) times.push((ms * 1e6) / count);
      }
    }
    const samples = contestants.map(({ name, times }) => ({ name, times }));
    const ratio = timesOf(sampleOf(samples, RAW), sampleOf(samples, OURS));
    return {
      suite: "consume",
      tables: [tableOf("One event", "ns", samples, OURS)],
      aims: [atLeast("throughput, to the raw callback", ratio, 0.85)],
    };
  },
};
