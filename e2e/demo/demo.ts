// npm run demo: from the schemas to tasks in issue-core, on a real nats-server that is killed in the middle.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { reportError } from "./ending.ts";
import { Timeline } from "./timeline.ts";

const HELP = `usage: npm run demo [-- --json]

Generates the packages from schemas/, starts a nats-server with JetStream and the three programs under examples/, lets
things happen in the hub, and tells what comes of them: tasks in issue-core, a definition that is refused, and the
parity of a cron with the definition that is to replace it.

With NATS_URL set it uses that server, and kills nothing. It refuses, and changes nothing there, if the server has a
stream named STATEHUB_EVENTS or any stream on org.statehub.>; otherwise it creates STATEHUB_EVENTS, reads it with a
durable consumer of a unique name, and deletes the stream in the end, also on Ctrl-C and when it fails.

  --json    one JSON object a line
`;

try {
  const options = { json: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } } as const;
  const { values } = parseArgs({ options });
  if (values.help) process.stdout.write(HELP);
  else await demo(new Timeline(values.json));
} catch (error) {
  reportError(error);
  const isUsage = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS_");
  if (isUsage) process.stderr.write("npm run demo -- --help says what it takes\n");
  // Not just the exit code: a connection that was given up keeps the process for some seconds.
  process.exit(isUsage ? 2 : 1);
}

async function demo(timeline: Timeline): Promise<void> {
  timeline.chapter("1. From the schemas to the packages");
  if (!(await generate(timeline))) {
    process.exitCode = 1;
    return;
  }
  // Imported now: what it imports was generated just before.
  const { story } = await import("./story.ts");
  await story(timeline);
}

/** Runs the generator as the user would, and says what it did; false if a contract is wrong, which it says itself. */
async function generate(timeline: Timeline): Promise<boolean> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const args = ["--conditions=@statehub/source", "packages/cli/src/main.ts", "generate", "--json"];
  const { stdout, status } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", stdio: [0, "pipe", 2] });
  if (status !== 0) {
    process.stderr.write(`${stdout}\nnpm run generate says the same in plain text\n`);
    return false;
  }
  const { contracts, written, unchanged, seconds } = JSON.parse(stdout);
  timeline.tell("generate", `${contracts} contract files read, packages and registry generated in ${seconds} s`, {
    written: written.length,
    unchanged,
  });
  return true;
}
