import { type Comparison, compare, type Verdict } from "../../src/index.ts";
import { objectSections } from "./objects.ts";
import type { TourCase, TourSection } from "./tour-case.ts";
import { valueSections } from "./values.ts";

/** What one checker scored on a set of pairs: an entry of bench/compat/figures.json. */
interface Score {
  readonly name: string;
  readonly right: number;
  readonly falseCompatible: number;
  readonly falseBreaking: number;
  readonly unknown: number;
  readonly seconds: number;
  readonly medianMs: number;
}

export interface Figures {
  readonly set: "own" | "given";
  readonly pairs: number;
  readonly verdicts: number;
  readonly scores: readonly Score[];
}

const INTRO = `<!-- @generated from packages/schema-compat/test/tour and bench/compat/figures.json -->

# Compatibility, change by change

May new readers read old data (*backward*)? May old readers read new data (*forward*)? The gate asks both, of every pair
of released versions of one major, for they meet in a retained stream. The answers below are the engine's own, each
"breaks" with the instance that proves it.

- **contract** is what the gate asks: a strict publisher, who sends nothing undeclared, against a tolerant consumer, who
  relies on structure and ignores undeclared names, lengths, ranges, patterns, formats, counts and open sets.
- **as written** takes both schemas at their word. It is shown where it differs, for schemas that are not contracts.

A removed name stays reserved, and comparing with the newest version alone is not enough: under \`contract\` the relation
is not transitive.
`;

/** docs/compatibility.md. */
export function tourPage(figures: readonly Figures[]): string {
  return `${[INTRO, ...[...objectSections, ...valueSections].map(section), peers(figures)].join("\n")}`;
}

function section({ title, intro, cases }: TourSection): string {
  return [`## ${title}\n`, ...(intro === undefined ? [] : [`${intro}\n`]), ...cases.map(block)].join("\n");
}

function block({ title, older, newer, advice }: TourCase): string {
  const contract = compare(older, newer, { model: "contract" });
  const asWritten = compare(older, newer, { model: "as-written" });
  const differs = (["backward", "forward"] as const).some((one) => contract[one].answer !== asWritten[one].answer);
  const kinds = new Set(asWritten.changes.map(({ kind }) => `\`${kind}\``));
  return [
    `### ${title}\n`,
    ...(kinds.size === 0 ? [] : [`${[...kinds].join(", ")}\n`]),
    "```jsonl",
    `${JSON.stringify(older)}`,
    `${JSON.stringify(newer)}`,
    "```\n",
    "| | new readers, old data | old readers, new data |",
    "| --- | --- | --- |",
    row("contract", contract),
    ...(differs ? [row("as written", asWritten)] : []),
    "",
    `${advice}\n`,
  ].join("\n");
}

function row(name: string, { backward, forward }: Comparison): string {
  return `| ${name} | ${word(backward)} | ${word(forward)} |`;
}

function word(verdict: Verdict): string {
  if (verdict.answer === "yes") return "fine";
  if (verdict.answer === "no") return `breaks: \`${JSON.stringify(verdict.witness.instance).replaceAll("|", "\\|")}\``;
  return `not decided (\`${verdict.keyword}\`)`;
}

function peers(figures: readonly Figures[]): string {
  const about = {
    own: "pairs of our own whose truth is proved: one for each keyword and interaction, and changed events",
    given: "pairs from the test suites of three other projects, which are not part of this repository",
  };
  const tables = figures.map(({ set, pairs, verdicts, scores }) =>
    [
      `${pairs} ${about[set]}; ${verdicts} verdicts:\n`,
      "| | right | false “compatible” | false “breaking” | undecided | all, s | median, ms |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
      ...scores.map(
        (one) =>
          `| ${one.name} | ${((100 * one.right) / verdicts).toFixed(1)} % | ${one.falseCompatible} | ${one.falseBreaking} | ${one.unknown} | ${one.seconds.toFixed(1)} | ${one.medianMs.toFixed(2)} |`,
      ),
      "",
    ].join("\n"),
  );
  return [
    "## Beside other checkers\n",
    "The checkers that npm has, asked the same pairs in both directions, as written (`npm run bench -- compat`). Times are",
    "one machine's: compare them with each other. The others have policies of their own, so what counts as wrong here is",
    "not always a mistake there; a false “compatible” is refuted by an instance all the same.\n",
    tables.join("\n"),
  ].join("\n");
}
