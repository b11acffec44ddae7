import { CharSet, type Concatenation, type Element, JS, type NoParent } from "refa";
import { unicodeSource } from "./expression.ts";

/** The expression is not regular, or too large; the message is the reason. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

/** One place in an expression. A text is accepted by a place when the rest of it, from there on, is. */
export type Position =
  | { readonly is: "end" }
  | { readonly is: "char"; readonly set: CharSet; next: number }
  | { readonly is: "split"; readonly to: number[] }
  /** What follows must (not) begin with what the inner place accepts. */
  | { readonly is: "ahead"; readonly negate: boolean; readonly inner: number; readonly next: number }
  /** The character before must (not) be in the set; before the first there is none. */
  | { readonly is: "behind"; readonly negate: boolean; readonly set: CharSet; readonly next: number };

const maxPositions = 20_000;
export const lastCharacter = 0x10ffff;

/** Adds the places of one expression, searched for anywhere in a text, and returns the first. */
export function addPattern(positions: Position[], pattern: string): number {
  const source = unicodeSource(pattern);
  if (source === undefined) throw new PatternError("it is no regular expression");
  const { expression } = parse(source);

  function add(position: Position): number {
    if (positions.length >= maxPositions) throw new PatternError("its repetitions are too many");
    return positions.push(position) - 1;
  }

  function sequence(elements: readonly NoParent<Element>[], next: number): number {
    return elements.reduceRight<number>((after, element) => one(element, after), next);
  }

  function either(alternatives: readonly NoParent<Concatenation>[], next: number): number {
    const [only] = alternatives;
    if (alternatives.length === 1 && only !== undefined) return sequence(only.elements, next);
    return add({ is: "split", to: alternatives.map((alternative) => sequence(alternative.elements, next)) });
  }

  function one(element: NoParent<Element>, next: number): number {
    switch (element.type) {
      case "CharacterClass":
        return add({ is: "char", set: element.characters, next });
      case "Alternation":
        return either(element.alternatives, next);
      case "Quantifier":
        return repeat(element.alternatives, element.min, element.max, next);
      case "Assertion": {
        const { negate } = element;
        if (element.kind === "ahead")
          return add({ is: "ahead", negate, inner: either(element.alternatives, end), next });
        return add({ is: "behind", negate, set: single(element.alternatives), next });
      }
      default:
        throw new PatternError("it has a back reference");
    }
  }

  function repeat(body: readonly NoParent<Concatenation>[], min: number, max: number, next: number): number {
    let at = next;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = { is: "split" as const, to: [next] };
      at = add(loop);
      loop.to.push(either(body, at));
    } else {
      for (let i = min; i < max; i++) at = add({ is: "split", to: [next, either(body, at)] });
    }
    for (let i = 0; i < min; i++) at = either(body, at);
    return at;
  }

  const end = add({ is: "end" });
  const start = either(expression.alternatives, end);
  const search = { is: "split" as const, to: [start] };
  const first = add(search);
  search.to.push(add({ is: "char", set: CharSet.all(lastCharacter), next: first }));
  return first;
}

function parse(source: string): ReturnType<JS.Parser["parse"]> {
  try {
    return JS.Parser.fromLiteral({ source, flags: "u" }).parse({ assertions: "parse", backreferences: "throw" });
  } catch (error) {
    throw new PatternError(error instanceof Error ? error.message : String(error));
  }
}

/** The set of a look-behind at one character; longer ones are left to the reader of "unknown". */
function single(alternatives: readonly NoParent<Concatenation>[]): CharSet {
  let set = CharSet.empty(lastCharacter);
  for (const { elements } of alternatives) {
    const [only] = elements;
    if (elements.length !== 1 || only?.type !== "CharacterClass")
      throw new PatternError("it looks behind more than one character");
    set = set.union(only.characters);
  }
  return set;
}
