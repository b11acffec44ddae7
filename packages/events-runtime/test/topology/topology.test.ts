import { connect } from "@nats-io/transport-node";
import { expect, test } from "vitest";
import {
  applyPlan,
  isConverged,
  parseTopology,
  planTopology,
  readTopology,
  STATEHUB_TOPOLOGY,
  type Topology,
} from "../../src/index.ts";
import { CONSUMER_SETTINGS, STREAM_SETTINGS } from "../../src/topology/settings.ts";
import { ending, startServer } from "../support/server.ts";

const base = { name: "THINGS", subjects: ["things.>"], storage: "file" };
const reader = { stream: "THINGS", durable_name: "reader", ack_policy: "explicit" };
const [s, day] = [1e9, 86_400e9];

/** Setting → a value, and another one; each differs from what a server has by itself. */
const STREAM_VALUES: Readonly<Record<string, readonly [unknown, unknown]>> = {
  description: ["one", "two"],
  subjects: [["things.a", "things.b"], ["things.>"]],
  storage: ["file", "memory"],
  retention: ["limits", "workqueue"],
  discard: ["old", "new"],
  max_bytes: [1_000_000, 2_000_000],
  max_age: [day, 2 * day],
  max_msgs: [10, 20],
  max_msgs_per_subject: [10, 20],
  max_msg_size: [1_000, 2_000],
  max_consumers: [10, 20],
  duplicate_window: [10 * s, 20 * s],
  num_replicas: [1, 1],
  allow_direct: [true, false],
  allow_rollup_hdrs: [true, false],
  discard_new_per_subject: [true, false],
  deny_delete: [true, false],
  deny_purge: [true, false],
  compression: ["s2", "none"],
  metadata: [{ team: "a" }, { team: "b" }],
  allow_msg_ttl: [true, false],
  subject_delete_marker_ttl: [day, 2 * day],
  allow_atomic: [true, false],
};

const CONSUMER_VALUES: Readonly<Record<string, readonly [unknown, unknown]>> = {
  description: ["one", "two"],
  filter_subject: ["things.a", "things.b"],
  filter_subjects: [["things.a", "things.b"], ["things.b"]],
  deliver_policy: ["all", "new"],
  ack_policy: ["explicit", "all"],
  ack_wait: [10 * s, 20 * s],
  max_deliver: [5, 6],
  max_ack_pending: [10, 20],
  max_waiting: [10, 20],
  inactive_threshold: [10 * s, 20 * s],
  num_replicas: [1, 1],
  metadata: [{ team: "a" }, { team: "b" }],
  priority_groups: [["a"], ["b"]],
  priority_policy: ["overflow", "pinned_client"],
  priority_timeout: [10 * s, 20 * s],
};

/** What a server asks for beside the setting. */
const BESIDE: Readonly<Record<string, object>> = {
  discard_new_per_subject: { discard: "new", max_msgs_per_subject: 10 },
  subject_delete_marker_ttl: { allow_msg_ttl: true, allow_rollup_hdrs: true },
  priority_groups: { priority_policy: "overflow" },
  priority_policy: { priority_groups: ["a"] },
  priority_timeout: { priority_groups: ["a"], priority_policy: "pinned_client" },
};

const topologyWith = (kind: "stream" | "consumer", settings: object): Topology =>
  (kind === "stream"
    ? { streams: [{ ...base, ...settings }], consumers: [] }
    : { streams: [base], consumers: [{ ...reader, ...settings }] }) as unknown as Topology;

test("the table of values names every setting", () => {
  expect(Object.keys(STREAM_VALUES)).toEqual(Object.keys(STREAM_SETTINGS));
  expect(Object.keys(CONSUMER_VALUES)).toEqual(Object.keys(CONSUMER_SETTINGS));
});

test.each(["stream", "consumer"] as const)(
  "every setting of a %s is taken by a server that knows it, and changed in place as the table says",
  async (kind) => {
    const server = await startServer();
    const nc = await connect({ servers: server.url });
    ending({ [Symbol.asyncDispose]: () => nc.close() });
    const planFor = async (topology: Topology) => planTopology(topology, await readTopology(nc, topology));
    const values = kind === "stream" ? STREAM_VALUES : CONSUMER_VALUES;

    for (const [setting, [one, two]] of Object.entries(values)) {
      const [from, to] = [one, two].map((value) => topologyWith(kind, { ...BESIDE[setting], [setting]: value })) as [
        Topology,
        Topology,
      ];
      const creating = await planFor(from);
      const isUnknown = creating.resources.some(({ changes }) => changes.some(({ needs }) => needs !== undefined));
      const dropped = (await applyPlan(nc, creating, { replace: false })).flatMap((applied) => applied.dropped);
      if (isUnknown) {
        expect(
          dropped.map((change) => change.setting),
          `${setting} is dropped`,
        ).toContain(setting);
      } else {
        expect(dropped, `${setting} is taken`).toEqual([]);
        const changing = await planFor(to);
        const isReplacing = changing.resources.some(({ action }) => action === "replace");
        const asUpdate = { ...changing, resources: changing.resources.map(updating) };
        const refused = await applyPlan(nc, asUpdate, { replace: false }).then(
          (all) => all.some((applied) => applied.dropped.length > 0),
          () => true,
        );
        expect(refused, `${setting} is changed in place`).toBe(isReplacing);
        if (isReplacing) await applyPlan(nc, await planFor(to), { replace: true });
        expect(isConverged(await planFor(to)), `${setting} has its second value`).toBe(true);
      }
      await nc.request("$JS.API.STREAM.DELETE.THINGS", undefined, { timeout: 60_000 });
    }
  },
);

const updating = <Resource extends { readonly action: string }>(resource: Resource): Resource =>
  resource.action === "replace" ? { ...resource, action: "update" } : resource;

test.each([
  { whose: "the server", config: "jetstream { max_file_store: 4MB }" },
  {
    whose: "its account",
    config: `jetstream {}
accounts { A { jetstream { max_file: 4MB }, users [{ user: a, password: a }] } }
no_auth_user: a`,
  },
])("a stream that is to reserve more than $whose has stays as it is, and that is told by its number", async (limit) => {
  const server = await startServer({ config: limit.config });
  const nc = await connect({ servers: server.url });
  ending({ [Symbol.asyncDispose]: () => nc.close() });
  const small = topologyWith("stream", { max_bytes: 1_000_000 });
  await applyPlan(nc, planTopology(small, await readTopology(nc, small)), { replace: false });
  const large = topologyWith("stream", { max_bytes: 8_000_000 });
  const applying = applyPlan(nc, planTopology(large, await readTopology(nc, large)), { replace: false });
  await expect(applying).rejects.toMatchObject({ code: "storage", apiCode: 10047, retryable: true });
  expect(isConverged(planTopology(small, await readTopology(nc, small)))).toBe(true);
});

test("the declared topology is whole: what it says can be said in a file", () => {
  const inFile: unknown = JSON.parse(JSON.stringify(STATEHUB_TOPOLOGY));
  expect(parseTopology(inFile)).toEqual({ topology: STATEHUB_TOPOLOGY });
});

test.each([
  { given: "90s", want: 90e9 },
  { given: "10m", want: 600e9 },
  { given: "1.5h", want: 5_400e9 },
  { given: "30d", want: 30 * day },
  { given: 5, want: 5 },
])("a time of $given is $want nanoseconds", ({ given, want }) => {
  const parsed = parseTopology({ streams: [{ name: "A", max_age: given }] });
  expect(parsed).toMatchObject({ topology: { streams: [{ max_age: want }] } });
});

test.each<{ value: unknown; problem: object }>([
  { value: [], problem: { pointer: "", got: "[]", want: "an object" } },
  { value: {}, problem: { pointer: "/streams", got: "nothing", want: "a list" } },
  { value: { streams: [{}] }, problem: { pointer: "/streams/0/name", got: "nothing" } },
  { value: { streams: [{ name: "a.b" }] }, problem: { pointer: "/streams/0/name", got: '"a.b"' } },
  {
    value: { streams: [{ name: "A", max_age: "30 days" }] },
    problem: { pointer: "/streams/0/max_age", got: '"30 days"' },
  },
  { value: { streams: [{ name: "A", max_bytes: "1GB" }] }, problem: { pointer: "/streams/0/max_bytes", got: '"1GB"' } },
  { value: { streams: [{ name: "A", subjects: "a" }] }, problem: { got: '"a"', want: "a list of strings" } },
  { value: { streams: [{ name: "A", allow_direct: 1 }] }, problem: { got: "1", want: "true or false" } },
  { value: { streams: [{ name: "A", metadata: { a: 1 } }] }, problem: { want: "an object of strings" } },
  { value: { streams: [], consumers: [{ durable_name: "a" }] }, problem: { pointer: "/consumers/0/stream" } },
])("a topology with $problem is refused with got and want", ({ value, problem }) => {
  const parsed = parseTopology(value);
  expect("problems" in parsed && parsed.problems).toMatchObject([problem]);
});
