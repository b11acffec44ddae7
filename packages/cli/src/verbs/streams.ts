import { existsSync, readFileSync } from "node:fs";
import {
  type Applied,
  applyPlan,
  isConverged,
  parseTopology,
  planTopology,
  readTopology,
  STATEHUB_TOPOLOGY,
  type Topology,
  type TopologyPlan,
} from "@statehub/events-runtime";
import { parse } from "yaml";
import { unconfirmed } from "../events/confirm.ts";
import { connected, type Nats } from "../events/server.ts";
import { count } from "../report.ts";
import { parseOptions, UsageError } from "../usage-error.ts";
import { printStatus } from "./streams-status.ts";
import { formatDropped, formatPlan, planAsJson } from "./streams-text.ts";

const HELP = `usage: statehub-events streams plan|apply|check|status [options]

Compares the streams and durable consumers of a NATS server with a topology, setting by setting.

  plan    say what would be created, updated or replaced, and what stays
  apply   do it, and compare again with what the server then has
  check   as plan, for CI: exit code 1 unless the server is as declared
  status  say how full the streams are, and how far their durable consumers

options:
  --topology <file>     JSON or YAML (default: what the state hub needs: events, quarantine, replay)
  --replicas <number>   num_replicas of every stream, for a cluster
  --server <url>        default: NATS_URL; credentials come from the NATS_… variables
  --yes                 apply without asking
  --replace             apply may delete and make anew what cannot be changed in place. Its messages are lost
  --allow-unsupported   apply settings too that this server is too old for; it drops them, which is reported
  --json                print the result as JSON
  -h, --help            print this

exit codes: 0 done, or nothing to do; 1 check: not as declared; apply: refused, not confirmed, or not taken by the
server; 2 wrong command line or topology; 3 the command itself failed
`;

const OPTIONS = {
  topology: { type: "string" },
  replicas: { type: "string" },
  server: { type: "string" },
  yes: { type: "boolean", default: false },
  replace: { type: "boolean", default: false },
  "allow-unsupported": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

const VERBS: readonly string[] = ["plan", "apply", "check", "status"];

type Values = Readonly<{ yes: boolean; replace: boolean; "allow-unsupported": boolean; json: boolean }>;

/** The `streams` command. */
export async function streams(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, { options: OPTIONS, allowPositionals: true });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const [verb, ...more] = positionals;
  if (more.length > 0 || !VERBS.includes(verb ?? "")) {
    throw new UsageError(`got ${JSON.stringify(positionals.join(" "))}, want one of ${VERBS.join(", ")}`);
  }
  const topology = withReplicas(topologyOf(values.topology), values.replicas);
  const nats = await connected(values.server);
  try {
    if (verb === "status") return await printStatus(nats, topology, values.json);
    const plan = planTopology(topology, await readTopology(nats, topology));
    if (verb === "apply") return await apply(nats, topology, plan, values);
    print(plan, values.json);
    return verb === "check" && !isConverged(plan) ? 1 : 0;
  } finally {
    await nats.close();
  }
}

async function apply(nats: Nats, topology: Topology, plan: TopologyPlan, values: Values): Promise<number> {
  if (!values.json) print(plan, false);
  const changes = plan.resources.filter(({ action }) => action !== "unchanged").length;
  const refusal =
    refusalOf(plan, values) ??
    (changes === 0 ? undefined : await unconfirmed(`Apply ${count(changes, "change")}?`, values.yes));
  if (refusal !== undefined) {
    if (values.json) process.stdout.write(`${JSON.stringify({ ...planAsJson(plan), refused: refusal }, null, 2)}\n`);
    process.stderr.write(`nothing was changed: ${refusal}\n`);
    return 1;
  }
  const done = ({ resource }: Applied): void => {
    if (!values.json) process.stdout.write(`done: ${resource.action} ${resource.kind} ${resource.name}\n`);
  };
  const applied = await applyPlan(nats, plan, { replace: values.replace, done });
  const dropped = applied.filter((one) => one.dropped.length > 0);
  if (values.json) {
    const after = planTopology(topology, await readTopology(nats, topology));
    const all = dropped.flatMap(({ resource, dropped: settings }) =>
      settings.map((setting) => ({ kind: resource.kind, name: resource.name, ...setting })),
    );
    const result = { ...planAsJson(plan), dropped: all, isConverged: isConverged(after) };
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  }
  process.stderr.write(formatDropped(dropped, plan.version, process.stderr));
  return dropped.length > 0 ? 1 : 0;
}

/** Why the plan cannot be applied as it was asked for. */
function refusalOf({ resources, version }: TopologyPlan, values: Values): string | undefined {
  const unsupported = resources.flatMap(({ name, changes }) =>
    changes.flatMap(({ setting, needs }) => (needs === undefined ? [] : [`${name} ${setting} needs ${needs}`])),
  );
  if (unsupported.length > 0 && !values["allow-unsupported"]) {
    return `this is nats-server ${version}: ${unsupported.join(", ")}. Leave it out, or give --allow-unsupported`;
  }
  const replaced = resources.filter(({ action }) => action === "replace").map(({ name, loses }) => `${name}: ${loses}`);
  if (replaced.length === 0 || values.replace) return undefined;
  return `what cannot be changed in place would have to be deleted, which loses ${replaced.join("; ")}. Allow it by --replace`;
}

function topologyOf(path: string | undefined): Topology {
  if (path === undefined) return STATEHUB_TOPOLOGY;
  if (!existsSync(path)) throw new UsageError(`--topology: got ${JSON.stringify(path)}, which is not there`);
  let value: unknown;
  try {
    // YAML contains JSON.
    value = parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${path}: not JSON and not YAML: ${(error as Error).message}`);
  }
  const parsed = parseTopology(value);
  if ("topology" in parsed) return parsed.topology;
  const lines = parsed.problems.map(
    ({ pointer, got, want }) => `${path}${pointer && ` ${pointer}`}: got ${got}, want ${want}`,
  );
  throw new UsageError(lines.join("\n"));
}

function withReplicas(topology: Topology, replicas: string | undefined): Topology {
  if (replicas === undefined) return topology;
  const number = Number(replicas);
  if (!Number.isInteger(number) || number < 1 || number > 5) {
    throw new UsageError(`--replicas: got ${JSON.stringify(replicas)}, want a whole number from 1 to 5`);
  }
  return { ...topology, streams: topology.streams.map((stream) => ({ ...stream, num_replicas: number })) };
}

function print(plan: TopologyPlan, isJson: boolean): void {
  process.stdout.write(isJson ? `${JSON.stringify(planAsJson(plan), null, 2)}\n` : formatPlan(plan, process.stdout));
}
