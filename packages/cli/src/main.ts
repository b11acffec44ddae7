import { styleText } from "node:util";
import { type Commands, runOneOf } from "./commands.ts";
import { UsageError } from "./usage-error.ts";

const VERBS: Commands["commands"] = {
  generate: {
    summary: "generate types, validators, the publisher and the registry from schemas/",
    run: async (args) => (await import("./verbs/generate.ts")).generate(args),
  },
  consumers: {
    summary: "make and show reader profiles: who reads which field, at which line",
    run: async (args) => (await import("./verbs/consumers.ts")).consumers(args),
  },
  lint: {
    summary: "check contracts, or anybody's JSON Schemas, by rules that each have a page",
    run: async (args) => (await import("./verbs/lint.ts")).lint(args),
  },
  new: {
    summary: "begin the contract of an event, or its next major with an upcaster",
    run: async (args) => (await import("./verbs/new.ts")).newEvent(args),
  },
  diff: {
    summary: "compare the contracts with what was released, and say who breaks",
    run: async (args) => (await import("./verbs/diff.ts")).diff(args),
  },
  bump: {
    summary: "write the version that follows from what changed",
    run: async (args) => (await import("./verbs/bump.ts")).bump(args),
  },
  changeset: {
    summary: "write the changeset that a branch needs, for those who import the packages",
    run: async (args) => (await import("./verbs/changeset.ts")).changeset(args),
  },
  activities: {
    summary: "check, simulate and compare activity definitions",
    run: async (args) => (await import("./verbs/activities.ts")).activities(args),
  },
  crons: {
    summary: "find the jobs that run by the clock, and what could take their place",
    run: async (args) => (await import("./verbs/crons.ts")).crons(args),
  },
  streams: {
    summary: "compare a server's streams and consumers with their declaration, and make them so",
    run: async (args) => (await import("./verbs/streams.ts")).streams(args),
  },
  publish: {
    summary: "publish one event, for trying things",
    run: async (args) => (await import("./verbs/publish.ts")).publish(args),
  },
  tail: {
    summary: "print the events of a stream as they come, decoded and judged by the contracts",
    run: async (args) => (await import("./verbs/tail.ts")).tail(args),
  },
  conform: {
    summary: "hold recorded events beside the contracts: what is refused, undeclared, deprecated or never sent",
    run: async (args) => (await import("./verbs/conform.ts")).conform(args),
  },
  quarantine: {
    summary: "look at what consumers could not handle, and replay or discard it",
    run: async (args) => (await import("./verbs/quarantine.ts")).quarantine(args),
  },
  release: {
    summary: "freeze what changed under schemas/released/, with changelog and changeset",
    run: async (args) => (await import("./verbs/release.ts")).release(args),
  },
  report: {
    summary: "print the whole verdict for a pull request: Markdown, JSON, SARIF or annotations",
    run: async (args) => (await import("./verbs/report.ts")).report(args),
  },
};

const ALL: Commands = {
  of: "",
  usage: "[options]",
  about: "The command line of the event contracts between the state hub and activity-core.",
  commands: VERBS,
  notes: "Exit codes: 0 fine, 1 something was found, 2 the command line is wrong, 3 the command itself failed.\n",
};

// `statehub-events … | head` is a whole command: what nobody reads is not written.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

try {
  process.exitCode = await runOneOf(ALL, process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  const { name, message, stack } = error as Error;
  // These say all there is to say: what the server or its configuration lacks, what the disk refuses.
  const failure = name === "EventError" || "syscall" in (error as Error) ? message : stack;
  const text = isUsage ? `${message}\nrun "statehub-events --help" for help` : failure;
  process.stderr.write(`${styleText("red", "error", { stream: process.stderr })}: ${text}\n`);
  process.exitCode = isUsage ? 2 : 3;
}
