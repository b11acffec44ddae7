import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import type { InputFile } from "../../../src/model/model.ts";
import { WAIVERS } from "../../../src/model/paths.ts";
import { modulePathOf, parseEventType } from "../../../src/model/subject.ts";
import { asFile } from "../../support/contracts.ts";
import { common, contract, event, field, type Json, lintOf, lintSchema, TRIED } from "./inputs.ts";

/** A block of code on a page: what it is (`field`, `contract <type>`, `schema` …), and its text. */
interface Block {
  readonly kind: string;
  readonly text: string;
}

/** The blocks under a heading. */
export function blocksOf(page: string, heading: "Wrong" | "Right"): Block[] {
  const section = new RegExp(`\\n## ${heading}\\n([\\s\\S]*?)(?=\\n## |$)`).exec(page)?.[1] ?? "";
  return [...section.matchAll(/```(.*)\n([\s\S]*?)\n```/g)].map(([, kind = "", text = ""]) => ({ kind, text }));
}

/** What is found in the blocks of a page, taken together; undefined where they are an illustration. */
export function lintBlocks(blocks: readonly Block[]): readonly Diagnostic[] | undefined {
  if (blocks.every(({ kind }) => kind === "text")) return undefined;
  const [first] = blocks;
  if (first?.kind === "json schema") return lintSchema(first.text);
  return lintOf(...blocks.map(inputOf));
}

/** Whatever a contract says of itself, this is where it lies. */
function fileOfType(type: string = TRIED): string {
  const parsed = parseEventType(type);
  if ("problem" in parsed) throw new TypeError(parsed.problem);
  return `schemas/${modulePathOf(parsed)}.json`;
}

function inputOf({ kind, text }: Block): Json | InputFile {
  const [, what, name] = kind.split(" ");
  if (what === "file") return { file: name ?? "", text };
  if (what === "waivers") return { file: WAIVERS, text };
  const value = JSON.parse(text) as Json;
  if (what === "field") return field(value);
  if (what === "x-event") return { ...asFile(event(value, name)), file: fileOfType(name) };
  if (what === "contract") return { ...asFile(contract(value, name)), file: fileOfType(name) };
  if (what === "common" && name !== undefined) return common(name, value);
  throw new TypeError(`unknown kind of block ${JSON.stringify(kind)}`);
}
