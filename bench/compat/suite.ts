import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { installPeers } from "../peers/install.ts";
import { atMost } from "../report/result.ts";
import type { Suite } from "../suite.ts";
import { emptyFolder, inBench } from "../workspace.ts";
import { CHECKERS } from "./checkers.ts";
import { ownPairs, type Pair } from "./pairs.ts";
import { runChecker } from "./run.ts";
import { countTable, type Score, scoreOf } from "./score.ts";

/** Verdicts about pairs of schemas whose truth is known, beside the checkers that npm has. */
export const compatSuite: Suite = {
  name: "compat",
  summary: "the compatibility engine beside jsoncompat, json-schema-diff and others; --cases adds a file of pairs",
  async run({ isQuick, cases, isRecording }, note) {
    installPeers(note, "peers", "the packages of others");
    const sets: [name: string, pairs: readonly Pair[]][] = [["own", ownPairs()]];
    if (cases !== undefined) sets.push([basename(cases), readPairs(cases)]);
    const figures: Figures[] = [];
    for (const [name, all] of sets) {
      const pairs = isQuick ? all.slice(0, 40) : all;
      const file = join(emptyFolder("compat"), "pairs.jsonl");
      writeFileSync(file, pairs.map((pair) => JSON.stringify(pair)).join("\n"));
      const scores: Score[] = [];
      for (const checker of CHECKERS) {
        note(`${checker.name} on ${pairs.length} pairs (${name})`);
        scores.push(scoreOf(checker.name, pairs, await runChecker(checker, file, pairs.length)));
      }
      figures.push({ set: name === "own" ? "own" : "given", pairs: pairs.length, verdicts: verdictsOf(pairs), scores });
    }
    if (isRecording) record(figures);
    const ours = figures.map(({ scores }) => scores[0] as Score);
    return {
      suite: "compat",
      tables: [],
      counts: figures.map(({ set, pairs, verdicts, scores }) =>
        countTable(`${pairs} ${set === "own" ? "own" : "given"} pairs, ${verdicts} verdicts`, scores),
      ),
      aims: figures.flatMap(({ set }, i) => [
        atMost(`wrong verdicts, ${set} pairs`, (ours[i]?.falseCompatible ?? 0) + (ours[i]?.falseBreaking ?? 0), 0, ""),
        atMost(`median of one pair, ${set} pairs`, ours[i]?.medianMs ?? 0, 3, " ms"),
      ]),
    };
  },
};

/** The scores about one set of pairs, as they are kept for the documentation. */
export interface Figures {
  readonly set: "own" | "given";
  readonly pairs: number;
  readonly verdicts: number;
  readonly scores: readonly Score[];
}

function verdictsOf(pairs: readonly Pair[]): number {
  return pairs.flatMap((pair) => [pair.backward, pair.forward]).filter((truth) => truth !== undefined).length;
}

function readPairs(file: string): Pair[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Pair);
}

function record(figures: readonly Figures[]): void {
  const folder = inBench("compat");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "figures.json"), `${JSON.stringify(figures, null, 2)}\n`);
}
