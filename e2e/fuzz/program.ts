// `npm run fuzz -- [messages] [seed]`: mutated events through a real server, in rounds, until that many were consumed.
import { fuzz } from "./fuzz.ts";

const ROUND = 50_000;
const [messages = "1000000", seed = String(Date.now() % 1e9)] = process.argv.slice(2);

process.on("unhandledRejection", (error) => {
  throw error;
});
console.log(`${messages} messages, seed ${seed}`);
const total: Record<string, number> = {};
const start = performance.now();
for (let done = 0, round = 0; done < Number(messages); done += ROUND, round++) {
  const { handled, quarantined, wrong } = await fuzz(Math.min(ROUND, Number(messages) - done), Number(seed) + round);
  for (const [reason, count] of Object.entries({ handled, ...quarantined }))
    total[reason] = (total[reason] ?? 0) + count;
  console.log(`${Math.round((performance.now() - start) / 1_000)} s: ${JSON.stringify(total)}`);
  if (wrong.length === 0) continue;
  console.error(`round ${round} (seed ${Number(seed) + round}) went wrong:\n${wrong.slice(0, 20).join("\n")}`);
  process.exitCode = 1;
  break;
}
