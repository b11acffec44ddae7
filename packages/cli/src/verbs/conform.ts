import { type Conformance, ConformanceCheck, isConforming } from "../events/conformance.ts";
import { conformanceText } from "../events/conformance-text.ts";
import { knownContracts, typeNamed } from "../events/known-contracts.ts";
import { recorded, timeOption } from "../events/recorded.ts";
import { progress } from "../report.ts";
import { parseOptions, wholeNumber } from "../usage-error.ts";

const HELP = `usage: statehub-events conform [options]

Holds recorded events beside the contracts that this command was built with: which types nobody knows, which events
readers refuse and which are not as their writer promised, fields that nobody declared, deprecated ones that are still
sent, optional ones that never are, and versions that were not released. It prints no value of a personal or secret
field, and none of a field that is not declared.

options:
  --events <file>     events, one per line; "-" is standard input
  --stream <name>     or: the events that a stream has
  --from, --to <time> a part of the stream; 2h is two hours ago
  --type <type>       of the stream, only this type, with or without "org.statehub."; may be given again
  --reasons <n>       keep so many distinct reasons of each type (default: 5)
  --server <url>      default: NATS_URL; credentials come from the NATS_… variables
  --json              print the result as JSON
  -h, --help          print this

exit codes: 0 all conform, 1 some do not (deprecated and unused fields are no reason), 2 wrong command line, 3 there is
no such server or stream
`;

/** The `conform` command. */
export async function conform(args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, HELP, {
    options: {
      events: { type: "string" },
      stream: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      type: { type: "string", multiple: true, default: [] as string[] },
      reasons: { type: "string" },
      server: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  if (parsed === undefined) return 0;
  const { values } = parsed;
  const { events: file, stream, server } = values;
  const subjects = values.type.map((name) => typeNamed(name));
  const [from, to] = [timeOption("from", values.from), timeOption("to", values.to)];
  const check = new ConformanceCheck(knownContracts, wholeNumber("reasons", values.reasons) ?? 5);
  const bar = progress("judging");
  const started = performance.now();
  for await (const { bytes, place, subject } of recorded({ file, stream, server, subjects, from, to })) {
    await check.add(bytes, place, subject);
    bar.step();
  }
  bar.done();
  const seconds = Math.round(performance.now() - started) / 1_000;
  const result: Conformance = check.result;
  if (values.json) {
    const isFine = isConforming(result);
    process.stdout.write(`${JSON.stringify({ ...result, isConforming: isFine, seconds }, null, 2)}\n`);
  } else process.stdout.write(conformanceText(result, seconds, process.stdout));
  return isConforming(result) ? 0 : 1;
}
