import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseEventType, RESERVED_TOKENS, STATE_WORDS } from "../src/model/subject.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/nats-event-subjects.md"), "utf8");

/** The text under a heading, up to the next one. */
function section(heading: string): string {
  const text = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0];
  if (text === undefined) throw new Error(`docs/nats-event-subjects.md has no section "${heading}"`);
  return text;
}

/** The first cells of a table's rows, where they are code. */
function codeCells(table: string): string[] {
  return [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell as string);
}

describe("docs/nats-event-subjects.md", () => {
  const [valid = "", refused = ""] = section("Examples").split("| refused |");

  test.each(codeCells(valid))("the code accepts %s, as the page says", (type) => {
    expect(parseEventType(type)).not.toHaveProperty("problem");
  });

  test.each(codeCells(refused))("the code refuses %s, as the page says", (type) => {
    expect(parseEventType(type)).toHaveProperty("problem");
  });

  test("names the state words and the reserved tokens of the code", () => {
    expect(section("Rules")).toContain(STATE_WORDS.map((word) => `\`${word}\``).join(", "));
    expect(section("Reserved tokens")).toContain(RESERVED_TOKENS.map((token) => `\`${token}\``).join(", "));
  });
});
