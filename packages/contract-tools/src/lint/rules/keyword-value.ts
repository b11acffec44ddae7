import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { show, VALUES } from "../../model/check-schema.ts";
import { child, fromPointer, valueAt } from "../../model/pointer.ts";
import { KEYWORDS } from "../../model/schema.ts";
import { CONTRACT, EVERYWHERE, type LintFile, type Rule } from "../rule.ts";

export const keywordValue: Rule = {
  id: "keyword-value",
  severity: "error",
  description: "the value of each keyword is of the kind that its meta-schema asks for",
  profiles: EVERYWHERE,
  readIn: CONTRACT,
  *check(file, { engine }) {
    const refused = engine.malformed(file).map(({ instancePointer }) => instancePointer);
    const told = new Set<string>();
    for (const pointer of refused) {
      // What is refused inside says more; and one place is told once, whichever keywords refuse it.
      const isPassedOn = refused.some((other) => other.startsWith(`${pointer}/`));
      const at = keywordAt(file, pointer);
      if (isPassedOn || at === undefined || told.has(at.pointer)) continue;
      told.add(at.pointer);
      const params = { keyword: at.keyword, got: show(valueAt(file.value, at.pointer)), want: at.want };
      yield diagnostic("keyword-value", file.source.place(at.pointer), params);
    }
  },
};

/** The innermost keyword that a place in a schema belongs to. */
function keywordAt(file: LintFile, pointer: string): { keyword: string; pointer: string; want: string } | undefined {
  const holder = [...file.nodes]
    .reverse()
    .find((node) => pointer === node.pointer || pointer.startsWith(`${node.pointer}/`));
  if (holder === undefined) return undefined;
  const [keyword] = fromPointer(pointer.slice(holder.pointer.length));
  // A place of which the draft says that it holds a schema, and it does not.
  if (keyword === undefined) return { keyword: fromPointer(pointer).at(-1) ?? "", pointer, want: "a schema" };
  const kind = KEYWORDS[keyword];
  return {
    keyword,
    pointer: child(holder.pointer, keyword),
    want: OTHERS[keyword] ?? (kind ? VALUES[kind].want : "what the draft allows"),
  };
}

/** What contracts do not have, or have otherwise than the drafts. */
const OTHERS: Readonly<Record<string, string>> = {
  $schema: "a URI",
  $id: "a URI reference",
  items: "a schema, or up to 2019-09 a list of schemas",
  dependencies: "an object of schemas or lists of names",
  definitions: "an object of schemas",
  additionalProperties: "a schema or a boolean",
  additionalItems: "a schema or a boolean",
  exclusiveMinimum: 'a number; in draft-04, true or false beside "minimum"',
  exclusiveMaximum: 'a number; in draft-04, true or false beside "maximum"',
  type: "the name of a type, or a list of different ones",
  required: "a list of different names; in draft-04, not empty",
  enum: "a list of values; in draft-04 and 06, different and not empty",
};
