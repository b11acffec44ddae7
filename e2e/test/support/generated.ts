import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { promisify } from "node:util";
import { root } from "./workspace.ts";

/** Path → text. */
export type Texts = Readonly<Record<string, string>>;

/** What a repository consists of, as far as generating goes. */
const PARTS = [
  "schemas",
  "event-types",
  "docs/nats-event-subjects.md",
  "packages/events-contracts/src/gen",
  "packages/events-contracts/validators",
  "packages/events-contracts/schemas",
  "packages/events-publisher/src/gen",
];

/** A copy of this repository's schemas and of what is generated from them. */
export class Copy implements Disposable {
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), "statehub-copy-")));

  constructor() {
    for (const part of PARTS) {
      if (existsSync(join(root, part))) cpSync(join(root, part), join(this.folder, part), { recursive: true });
    }
  }

  /** Changes a schema, in the form that people write, or adds one with its `from` as the start. */
  edit(path: string, change: (text: string) => string, from: string = path): void {
    const before = readFileSync(join(this.folder, from), "utf8");
    const after = change(before);
    if (after === before) throw new RangeError(`the change of ${path} changed nothing`);
    writeFileSync(join(this.folder, path), after);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path));
  }

  /** Runs `statehub-events generate` here. Throws with what it says when it fails. */
  async generate(): Promise<void> {
    const main = join(root, "packages/cli/src/main.ts");
    const args = ["--conditions=@statehub/source", main, "generate", "--root", this.folder];
    await promisify(execFile)(process.execPath, args, { timeout: 250_000, killSignal: "SIGKILL" });
  }

  /** Everything that is generated. */
  outputs(): Texts {
    return Object.fromEntries(PARTS.filter((part) => part !== "schemas").flatMap((part) => textsIn(this.folder, part)));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function textsIn(folder: string, part: string): [string, string][] {
  const absolute = join(folder, part);
  if (lstatSync(absolute).isFile()) return [[part, readFileSync(absolute, "utf8")]];
  return readdirSync(absolute, { recursive: true, encoding: "utf8" })
    .filter((path) => lstatSync(join(absolute, path)).isFile())
    .map((path) => [`${part}/${path.split(sep).join("/")}`, readFileSync(join(absolute, path), "utf8")]);
}

/** What changed from one state to another. */
export interface Changes {
  readonly added: string[];
  readonly removed: string[];
  /** Path → the lines that are gone, and those that are new, each with how often. */
  readonly changed: Readonly<Record<string, { readonly gone: string[]; readonly fresh: string[] }>>;
}

export function changes(before: Texts, after: Texts): Changes {
  const kept = Object.keys(before).filter((path) => path in after && before[path] !== after[path]);
  return {
    added: Object.keys(after)
      .filter((path) => !(path in before))
      .sort(),
    removed: Object.keys(before)
      .filter((path) => !(path in after))
      .sort(),
    changed: Object.fromEntries(
      kept.sort().map((path) => {
        const [old, now] = [before[path] as string, after[path] as string];
        return [path, { gone: withoutLinesOf(old, now), fresh: withoutLinesOf(now, old) }];
      }),
    ),
  };
}

/** The lines of a text less those of another, each line taken away as often as it stands there. */
function withoutLinesOf(text: string, other: string): string[] {
  const rest = new Map<string, number>();
  for (const line of other.split("\n")) rest.set(line, (rest.get(line) ?? 0) + 1);
  return text.split("\n").filter((line) => {
    const count = rest.get(line) ?? 0;
    rest.set(line, count - 1);
    return count <= 0;
  });
}
