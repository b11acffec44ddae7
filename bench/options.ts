import { parseArgs } from "node:util";

/** What the command line asks for. */
export interface Options {
  readonly suites: readonly string[];
  readonly isQuick: boolean;
  readonly isJson: boolean;
  readonly isWriting: boolean;
  readonly isHelp: boolean;
  readonly cases: string | undefined;
  readonly isRecording: boolean;
  readonly minutes: number;
}

export const HELP = (suites: readonly { readonly name: string; readonly summary: string }[]): string =>
  `usage: npm run bench -- [suites] [options]

suites (all if none is named):
${suites.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`).join("\n")}

options:
  --quick    fewer rounds, at most 100 events: says whether it runs, not how fast
  --cases f  compat: also the pairs of this file (JSON lines: old, new, draft, backward.verdict, forward.verdict)
  --record   compat: write bench/compat/figures.json, which docs/compatibility.md shows
  --minutes n  end-to-end: also watch the memory of all processes for that long
  --json     print the result as JSON
  --write    also write bench/RESULTS.md, results.json and charts/; not with --quick. Other suites' results stay
  -h, --help print this
`;

/** Reads the command line. Throws an `Error` that says what is wrong with it. */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      cases: { type: "string" },
      record: { type: "boolean", default: false },
      minutes: { type: "string", default: "0" },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  for (const name of positionals) {
    if (!known.includes(name)) throw new Error(`got suite ${JSON.stringify(name)}, want one of ${known.join(", ")}`);
  }
  const suites = positionals.length === 0 ? known : known.filter((name) => positionals.includes(name));
  if (values.write && values.quick) throw new Error("--write records a whole run: leave --quick out");
  const minutes = Number(values.minutes);
  if (!(minutes >= 0)) throw new Error(`--minutes: got ${JSON.stringify(values.minutes)}, want a number`);
  const { quick: isQuick, json: isJson, write: isWriting, help: isHelp, record: isRecording, cases } = values;
  return { suites, isQuick, isJson, isWriting, isHelp, isRecording, cases, minutes };
}
