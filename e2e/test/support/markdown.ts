/** A fenced block of code. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  /** The 1-based line of its first line. */
  readonly line: number;
}

const FENCE = /^( *)(`{3,}|~{3,}) *(\S*)[^\n]*\n([\s\S]*?)^ *\2 *$/gm;

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** The same text with its code blanked out, so that lines stay where they are. */
function prose(text: string): string {
  const blank = (part: string): string => part.replaceAll(/[^\n]/g, " ");
  return text.replaceAll(FENCE, blank).replaceAll(/`[^`\n]+`/g, blank);
}

export function codeBlocks(text: string): CodeBlock[] {
  return [...text.matchAll(FENCE)].map(({ index, 1: indent = "", 3: language = "", 4: code = "" }) => ({
    language,
    text: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    line: lineAt(text, index) + 1,
  }));
}

/** Where the links and images of a document lead, with their lines. */
export function links(text: string): { readonly target: string; readonly line: number }[] {
  const inline = /\]\(\s*<?([^\s>)]+)>?(?:\s+"[^"]*")?\s*\)/g;
  const definition = /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/gm;
  const plain = prose(text);
  return [...plain.matchAll(inline), ...plain.matchAll(definition)].map((match) => ({
    target: match[1] as string,
    line: lineAt(text, match.index),
  }));
}

/** The fragments that lead to a document's headings, as GitHub makes them. */
export function headingIds(text: string): Set<string> {
  const ids = new Map<string, number>();
  const withoutCode = text.replaceAll(FENCE, "");
  const found = [...withoutCode.matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading = ""]) => {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const id = words.replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
    const count = ids.get(id) ?? 0;
    ids.set(id, count + 1);
    return count === 0 ? id : `${id}-${count}`;
  });
  return new Set(found);
}

/** The npm scripts of the repository's root that a document names: `npm test`, `npm run check`. */
export function npmScripts(text: string): string[] {
  const code = [...text.matchAll(/`[^`\n]+`/g), ...text.matchAll(FENCE)].map(([part]) => part);
  const named = code.flatMap((part) => [...part.matchAll(/\bnpm (?:run (?:-\S+ )*([\w:-]+)|(test|start)\b)/g)]);
  return [...new Set(named.map(([, run, own]) => (run ?? own) as string))];
}
