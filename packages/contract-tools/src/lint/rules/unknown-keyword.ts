import { diagnostic } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/did-you-mean.ts";
import { child } from "../../model/pointer.ts";
import { CONTRACT, EVERYWHERE, type Rule } from "../rule.ts";
import { keywordsOf, statusOf } from "../schema/keywords.ts";
import { isMisplacedProperty } from "./misplaced-property.ts";

export const unknownKeyword: Rule = {
  id: "unknown-keyword",
  severity: "error",
  description: "every keyword is known: a contract's to its meta-schema, another's near to no keyword of its draft",
  profiles: EVERYWHERE,
  readIn: CONTRACT,
  *check({ nodes, source, dialect }) {
    const known = keywordsOf(dialect);
    for (const node of nodes) {
      for (const keyword of Object.keys(node.schema)) {
        // JSON Schema lets anybody add keywords. Only what looks like a slip of the pen is called one.
        if (statusOf(keyword, dialect) !== "unknown" || isMisplacedProperty(node, keyword)) continue;
        const suggestion = didYouMean(keyword, known);
        if (suggestion === undefined || isOwnWord(keyword, suggestion)) continue;
        yield diagnostic("unknown-keyword", source.place(child(node.pointer, keyword)), { keyword, suggestion });
      }
    }
  },
};

/** Short words are near to many others. A word that goes on, as `typeName` does from `type`, was meant as it stands. */
function isOwnWord(keyword: string, suggestion: string): boolean {
  if (keyword === `${suggestion}s`) return false;
  return keyword.length < 4 || keyword.startsWith("$") !== suggestion.startsWith("$") || keyword.startsWith(suggestion);
}
