import { judgeOf } from "./confirm/judge.ts";
import { decide } from "./decide.ts";
import type { FormatTable } from "./format/format.ts";
import type { Json } from "./json/json.ts";
import type { Siblings } from "./load/library.ts";
import type { Options } from "./options.ts";
import { ask, type Question, type Source, sourceOf, unknown } from "./question.ts";
import type { Verdict } from "./verdict.ts";
import type { Workspace } from "./workspace.ts";

/** A schema, read as its draft says, and once more with the siblings of `$ref` obeyed when that is asked for. */
export interface Reading {
  as(siblings: Siblings): Source;
}

export function readingOf(schema: Json, options: Options): Reading {
  const sources = new Map<Siblings, Source>();
  return {
    as(siblings) {
      let source = sources.get(siblings);
      if (source === undefined) {
        source = sourceOf(schema, options, siblings);
        sources.set(siblings, source);
      }
      return source;
    },
  };
}

/**
 * Up to draft-07 the siblings of `$ref` are ignored, and yet validators in wide use obey them. An answer that is the
 * same either way is given; where it depends on the reading, it is unknown.
 */
export function decideBothWays(a: Reading, b: Reading, workspace: Workspace, options: Options): Verdict {
  const strict = ask(a.as("ignored"), b.as("ignored"));
  const first = decide(strict, workspace, options);
  const hidden = a.as("ignored").original.hidden() ?? b.as("ignored").original.hidden();
  if (hidden === undefined || options.refSiblings === "ignored" || first.answer === "unknown") return first;
  const lenient = ask(a.as("obeyed"), b.as("obeyed"));
  const second = decide(lenient, workspace, options);
  if (second.answer === "yes" && first.answer === "yes") return first;
  if (second.answer === "no" && first.answer === "no")
    return shared(first, second, strict, lenient, workspace.formats) ?? depends(hidden.pointer);
  return second.answer === "unknown" ? second : depends(hidden.pointer);
}

function depends(pointer: string): Verdict {
  const reason =
    "the answer depends on whether what stands beside $ref is ignored, as the draft says, or obeyed, as many validators do";
  return unknown("$ref", pointer, reason);
}

/** A witness of one reading that is one of the other too. */
function shared(
  first: Verdict & { answer: "no" },
  second: Verdict & { answer: "no" },
  strict: Question,
  lenient: Question,
  formats: FormatTable,
): Verdict | undefined {
  if (judgeOf(lenient.a, lenient.b, formats)(first.witness.instance) === true) return first;
  return judgeOf(strict.a, strict.b, formats)(second.witness.instance) === true ? second : undefined;
}
