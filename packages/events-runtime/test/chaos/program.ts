// npm run chaos: the long run. Each seed is a run of its own, and ends with what was counted and what went wrong.
import { parseArgs } from "node:util";
import { chaos } from "./chaos.ts";
import { type ChaosReport, textOf } from "./report.ts";

const USAGE = `npm run chaos -- [options]

  --seed N          the first seed (default: drawn; it is printed)
  --seeds N         how many seeds, one after the other (default: 5)
  --events N        events of each seed (default: 100000)
  --faults N        faults of each seed (default: 50)
  --server S        current (default) or oldest
  --store S         sqlite or postgres (default: in turn)
  --cluster         three servers, streams with three replicas, and their leader killed
  --on-quarantine Q continue or hold-key (default: in turn)
  --json            the reports as JSON, on standard output`;

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string", default: "5" },
    events: { type: "string", default: "100000" },
    faults: { type: "string", default: "50" },
    server: { type: "string", default: "current" },
    store: { type: "string" },
    cluster: { type: "boolean", default: false },
    "on-quarantine": { type: "string" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function oneOf<Name extends string>(option: string, got: string, names: readonly [Name, ...Name[]]): Name {
  const name = names.find((known) => known === got);
  if (name !== undefined) return name;
  console.error(`--${option}: got ${got}, want ${names.join(" or ")}`);
  process.exit(2);
}

function number(option: string, got: string): number {
  if (/^\d+$/.test(got)) return Number(got);
  console.error(`--${option}: got ${got}, want a whole number`);
  process.exit(2);
}

if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const first = number("seed", values.seed ?? String(Math.floor(Math.random() * 1e6)));
const seeds = number("seeds", values.seeds);
const reports: ChaosReport[] = [];
for (let seed = first; seed < first + seeds; seed++) {
  const stores = ["sqlite", "postgres"] as const;
  const quarantines = ["continue", "hold-key"] as const;
  const report = await chaos({
    seed,
    events: number("events", values.events),
    faults: number("faults", values.faults),
    server: oneOf("server", values.server, ["current", "oldest"]),
    store: oneOf("store", values.store ?? stores[seed % 2] ?? "sqlite", stores),
    cluster: values.cluster,
    onQuarantine: oneOf(
      "on-quarantine",
      values["on-quarantine"] ?? quarantines[(seed >> 1) % 2] ?? "continue",
      quarantines,
    ),
    leaseMs: 2_000,
    limitSeconds: 1_200,
    log: (line) => console.error(`seed ${seed}: ${line}`),
  });
  reports.push(report);
  console.error(textOf(report));
}
if (values.json) console.log(JSON.stringify(reports, undefined, 2));
process.exit(reports.some(({ violations }) => violations.length > 0) ? 1 : 0);
