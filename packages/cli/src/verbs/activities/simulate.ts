import {
  type Activity,
  type ActivityEvent,
  eventTriggers,
  inputProblem,
  simulate as run,
  type Simulation,
} from "@statehub/activities";
import { contextFrom } from "../../activities/context.ts";
import { preparedActivities } from "../../activities/prepare.ts";
import { simulationText } from "../../activities/simulation-text.ts";
import { recorded, timeOption } from "../../events/recorded.ts";
import { progress } from "../../report.ts";
import { parseOptions, UsageError } from "../../usage-error.ts";

const HELP = `usage: statehub-events activities simulate [options] [files or folders]

Runs definitions (default: activities/) over recorded events and prints the tasks that they would have created. The
clock is that of the events. Definitions in shadow mode and active ones are run alike, disabled ones are not.

options:
  --events <file>     events, one per line; "-" is standard input
  --stream <name>     or: the events that a stream of the server at NATS_URL has
  --from, --to <time> a part of the stream, and how long schedules run on
  --context <file>    answers of context sources, as JSON: { "/path": answer }
  --hub <url>         or: ask the hub's HTTP API, as it answers today
  --input <name=json> another value for an input; may be given again
  --tasks             print each task whole
  --root <dir>        the repository (default: the nearest folder upwards that holds schemas/)
  --json              print the result as JSON
  -h, --help          print this

exit codes: 0 it ran, 1 a definition is wrong, an event cannot be read or an evaluation failed, 2 wrong command line
`;

/** The `activities simulate` command. */
export async function simulate(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    allowPositionals: true,
    options: {
      events: { type: "string" },
      stream: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      context: { type: "string" },
      hub: { type: "string" },
      input: { type: "string", multiple: true, default: [] },
      tasks: { type: "boolean", default: false },
      root: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values, positionals } = parsed;
  const [from, to] = [timeOption("from", values.from), timeOption("to", values.to)];
  const given = inputsOf(values.input);
  const fetch = contextFrom(values.context, values.hub);
  const activities = preparedActivities(positionals, values.root);
  if (activities === undefined) return 1;
  const inputs = checkedInputs(given, activities);
  const unreadable: string[] = [];
  const bar = progress("simulating", 0);
  const started = performance.now();
  const subjects = [
    ...new Set(activities.flatMap(({ definition }) => eventTriggers(definition).map(({ event }) => event))),
  ];
  const source = recorded({ file: values.events, stream: values.stream, subjects, from, to });
  const simulation = await run(activities, events(source, unreadable), {
    fetch,
    inputs,
    ...(from && { from }),
    ...(to && { to }),
    onEvent: () => bar.step(),
  });
  bar.done();
  const seconds = Math.round(performance.now() - started) / 1_000;
  if (values.json) process.stdout.write(`${JSON.stringify({ ...simulation, unreadable, seconds }, null, 2)}\n`);
  else {
    for (const place of unreadable) process.stderr.write(`${place}: not an event, want an EventEnvelope as JSON\n`);
    process.stdout.write(simulationText(simulation, { tasks: values.tasks, seconds }));
  }
  return failed(simulation, unreadable) ? 1 : 0;
}

const failed = ({ failures }: Simulation, unreadable: readonly string[]): boolean =>
  failures.length > 0 || unreadable.length > 0;

async function* events(source: ReturnType<typeof recorded>, unreadable: string[]): AsyncGenerator<ActivityEvent> {
  for await (const { bytes, place } of source) {
    const event = parse(Buffer.from(bytes).toString("utf8"));
    if (isEvent(event)) yield event;
    else unreadable.push(place);
  }
}

function isEvent(value: unknown): value is ActivityEvent {
  const { id, type, time, dataschema, data } = (value ?? {}) as Partial<ActivityEvent>;
  const texts = [id, type, time, dataschema];
  return (
    texts.every((text) => typeof text === "string") && !Number.isNaN(Date.parse(time as string)) && data !== undefined
  );
}

function inputsOf(given: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    given.map((one) => {
      const at = one.indexOf("=");
      if (at < 1) throw new UsageError(`--input: got ${JSON.stringify(one)}, want name=value`);
      const text = one.slice(at + 1);
      return [one.slice(0, at), parse(text) ?? text];
    }),
  );
}

/** The values, if each fits the input of that name in every definition that has one, and one has. */
function checkedInputs(given: Record<string, unknown>, activities: readonly Activity[]): Record<string, unknown> {
  const inputs = activities.flatMap(({ definition }) => Object.entries(definition.inputs ?? {}));
  for (const [name, value] of Object.entries(given)) {
    const own = inputs.filter(([one]) => one === name);
    if (own.length === 0) {
      const known = [...new Set(inputs.map(([one]) => one))].join(", ");
      throw new UsageError(
        `--input: got ${JSON.stringify(name)}, want ${known === "" ? "none: there are no inputs" : `one of ${known}`}`,
      );
    }
    const problem = own.map(([, input]) => inputProblem(input, value)).find((one) => one !== undefined);
    if (problem !== undefined) throw new UsageError(`--input ${name}: got ${problem.got}, want ${problem.want}`);
  }
  return given;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
