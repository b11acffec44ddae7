import type { Clone, Ran } from "./clone.ts";
import { codeBlocks } from "./markdown.ts";
import { read } from "./workspace.ts";

/** A step that a document tells its reader to take. */
export interface Step {
  /** Where it stands: `docs/propose-an-event.md:21`. */
  readonly place: string;
  readonly kind: "commands" | "edit";
  readonly text: string;
}

/** The commands and edits of a document, in its order: blocks of `sh`, and of `diff`. */
export function stepsOf(document: string): Step[] {
  return codeBlocks(read(document)).flatMap(({ language, text, line }): Step[] => {
    const place = `${document}:${line}`;
    if (language === "sh") return [{ place, kind: "commands", text }];
    return language === "diff" ? [{ place, kind: "edit", text }] : [];
  });
}

/** Takes a step in a clone as a reader would. Throws with what is said when a command fails or an edit has no place. */
export async function take({ place, kind, text }: Step, clone: Clone): Promise<Ran> {
  if (kind === "edit") {
    applyEdit(text, clone);
    return { code: 0, stdout: "", stderr: "" };
  }
  const ran = await clone.run(`set -e\n${text}`);
  if (ran.code === 0) return ran;
  throw new Error(`${place}: exit code ${ran.code}\n${text}\n${ran.stdout}\n${ran.stderr}`);
}

/** A diff without numbers of lines: each hunk says what stands there, once, and what is to stand there. */
function applyEdit(text: string, clone: Clone): void {
  const [head = "", ...hunks] = text.split(/^@@.*\n/m);
  const path = /^\+\+\+ (\S+)$/m.exec(head)?.[1];
  if (path === undefined || hunks.length === 0) throw new Error(`not a diff of a file: ${text}`);
  let current = clone.read(path);
  for (const hunk of hunks) {
    const lines = hunk.split("\n").filter((line) => line !== "");
    const side = (mark: "-" | "+"): string =>
      lines
        .filter((line) => line.startsWith(mark) || line.startsWith(" "))
        .map((line) => `${line.slice(1)}\n`)
        .join("");
    const [before, after] = [side("-"), side("+")];
    if (current.split(before).length !== 2)
      throw new Error(`${path} has not once what is to be replaced:\n${before}\n${current}`);
    current = current.replace(before, () => after);
  }
  clone.write(path, current);
}
