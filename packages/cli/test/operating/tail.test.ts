import { eventOf } from "@statehub/events-contracts/testing";
import { connectNats } from "@statehub/events-runtime";
import { describe, expect, test } from "vitest";
import { statehubEvents } from "../support/command.ts";
import { type Operated, operated, start, until } from "./server.ts";

const REGISTERED = "org.statehub.repo.registered";
const STALE = "org.statehub.task.stale";
const REPOSITORY = "01979c61-0a3e-7b52-8f1d-3c9a5e70d416";

const registered = (name: string, repo_id: string = REPOSITORY) => eventOf(REGISTERED, { name, repo_id });

interface Line {
  readonly sequence: number;
  readonly event: { readonly type: string; readonly data: { readonly name: string } };
  readonly problem?: { readonly side: string; readonly code: string; readonly violations: readonly object[] };
}

const linesIn = (text: string): Line[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Repositories a, b, c, a stale task, something unknown and bytes that are no event: sequences 1 to 6. */
async function withSix(): Promise<Operated> {
  const on = await operated();
  await on.store(REGISTERED, registered("a"));
  await on.store(REGISTERED, registered("b", "01979c61-0a3e-7b52-8f1d-3c9a5e70d417"));
  const promised = registered("c");
  await on.store(REGISTERED, { ...promised, data: { ...promised.data, default_branch: "", pasword: "hunter2" } });
  await on.store(STALE, { ...eventOf(STALE), source: "urn:statehub:other" });
  await on.store("org.statehub.repo.vanished", { ...registered("d"), type: "org.statehub.repo.vanished" });
  await on.store(REGISTERED, '{"password":"hunter2"');
  return on;
}

describe("tail of what is there", () => {
  test.each([
    { args: "--from all", want: [1, 2, 3, 4, 5, 6] },
    { args: "--from 3", want: [3, 4, 5, 6] },
    { args: "--from 1h --count 2", want: [1, 2] },
    { args: "--from 2020-01-01T00:00:00Z --type task.stale", want: [4] },
    { args: "--from all --type repo.registered --type org.statehub.task.stale", want: [1, 2, 3, 4, 6] },
    { args: "--from all --subject org.statehub.repo.>", want: [1, 2, 3, 5, 6] },
    { args: `--from all --key ${REPOSITORY}`, want: [1, 3, 5] },
    { args: "--from all --source urn:statehub:other", want: [4] },
    { args: "--from all --problems", want: [3, 5, 6] },
    { args: "--last 2", want: [5, 6] },
    { args: "--last 2 --type repo.registered", want: [3, 6] },
    { args: `--last 2 --key ${REPOSITORY} --type repo.registered`, want: [1, 3] },
    { args: "--last 100 --type task.stale", want: [4] },
    { args: "--from 100", want: [] },
    { args: "", want: [] },
  ])("$args prints $want", async ({ args, want }) => {
    const { run } = await withSix();
    const { code, stdout, stderr } = await run(`tail --no-follow --json ${args}`.trim());
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(linesIn(stdout).map(({ sequence }) => sequence)).toEqual(want);
  });

  test("says what readers refuse, and what the writer promised otherwise", async () => {
    const { run } = await withSix();
    const { stdout } = await run("tail --no-follow --json --from all");
    const problems = linesIn(stdout).map(({ problem }) => problem && `${problem.side} ${problem.code}`);
    expect(problems).toEqual([
      undefined,
      undefined,
      "strict invalid_event",
      undefined,
      "tolerant unknown_type",
      "tolerant undecodable",
    ]);
    const text = (await run("tail --no-follow --problems --from all")).stdout;
    expect(text).toContain(
      'not as promised invalid_event: /default_branch: got string "", want at least 1 character\n',
    );
    expect(text).toContain("refused by readers unknown_type: no contract is known");
  });

  test("hides what is personal, undeclared or of an unknown type, unless it is told to reveal it", async () => {
    const { run } = await withSix();
    for (const format of ["", " --json"]) {
      const hidden = (await run(`tail --no-follow --from all${format}`)).stdout;
      expect(hidden).toContain("[masked]");
      for (const secret of ["hunter2", "mara.lindqvist@example.org", '"name":"d"'])
        expect(hidden).not.toContain(secret);
      const shown = (await run(`tail --no-follow --from all --reveal${format}`)).stdout;
      for (const secret of ["hunter2", "mara.lindqvist@example.org", '"name":"d"']) expect(shown).toContain(secret);
    }
  });
});

describe("tail of what comes", () => {
  test("prints events as they come, over a restart of the server, ends by Ctrl-C, and leaves no consumer", async () => {
    const { server, nc, env } = await operated();
    const tail = start("tail --json", env);
    const consumers = async (): Promise<unknown[]> => {
      const answer = await nc.request("$JS.API.CONSUMER.LIST.STATEHUB_EVENTS", "{}", { timeout: 60_000 });
      return answer.json<{ consumers?: { config: { durable_name?: string } }[] }>().consumers ?? [];
    };
    await until(async () => (await consumers()).length === 1);
    expect((await consumers())[0]).not.toHaveProperty("config.durable_name");
    await nc.request(REGISTERED, JSON.stringify(registered("before")), { timeout: 60_000 });
    await until(() => tail.stdout().includes("before"));

    await server.restart();
    const again = await connectNats({ servers: server.url });
    await again.request(REGISTERED, JSON.stringify(registered("after")), { timeout: 60_000 });
    await until(() => tail.stdout().includes("after"));
    expect(linesIn(tail.stdout()).map(({ event }) => event.data.name)).toEqual(["before", "after"]);

    tail.child.kill("SIGINT");
    expect(await tail.ended).toEqual({ code: 0, signal: null });
    const left = await again.request("$JS.API.CONSUMER.LIST.STATEHUB_EVENTS", "{}", { timeout: 60_000 });
    const durables = left.json<{ consumers?: { config: { durable_name?: string } }[] }>().consumers ?? [];
    expect(durables.filter(({ config }) => config.durable_name !== undefined)).toEqual([]);
    await again.close();
  });

  test("ends after --count, and when nobody reads any more", async () => {
    const { run, store, env } = await operated();
    const counted = start("tail --count 1 --from all", env);
    const unread = start("tail --from all", env);
    unread.child.stdout.destroy();
    await store(REGISTERED, registered("a"));
    expect(await counted.ended).toEqual({ code: 0, signal: null });
    for (;;) {
      await store(REGISTERED, registered("b"));
      const ended = await Promise.race([unread.ended, run("tail --no-follow --last 1")]);
      if ("signal" in ended && !("stdout" in ended)) {
        expect(ended).toEqual({ code: 0, signal: null });
        break;
      }
    }
  });
});

describe("the command line of tail", () => {
  test.each([
    { args: "tail --last x", code: 2, want: '--last: got "x", want a whole number' },
    { args: "tail --last 1 --from all", code: 2, want: "got --from and --last, want one of them" },
    { args: "tail --type repo.registred", code: 2, want: "did you mean repo.registered?" },
    { args: "tail", code: 2, want: "give --server or set NATS_URL" },
    { args: "tail --server 127.0.0.1:1", code: 3, want: "[unavailable]" },
    { args: "tail --help", code: 0, want: "usage: statehub-events tail" },
  ])("$args ends with $code and says what is wanted", async ({ args, code, want }) => {
    const ran = await statehubEvents(args.split(" "), { env: { NATS_URL: "" } });
    expect(ran.code).toBe(code);
    expect(ran.stdout + ran.stderr).toContain(want);
  });

  test("a time that is none, and a stream that is not there, are told", async () => {
    const { run } = await operated();
    expect(await run("tail --from soon")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--from: got "soon"'),
    });
    expect(await run("tail --stream NOPE")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("[no_stream] NOPE"),
    });
  });
});
