import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { InputFile } from "@statehub/contract-tools";
import { UsageError } from "../usage-error.ts";

const BLOCK = 512;

/** The files of an npm package's tarball, with paths from the package's folder. */
export function readTarball(path: string): InputFile[] {
  let bytes: Buffer;
  try {
    bytes = gunzipSync(readFileSync(path));
  } catch (error) {
    throw new UsageError(`--base: ${path} is not a package as \`npm pack\` makes it: ${(error as Error).message}`);
  }
  const files: InputFile[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0; ) {
    const field = (from: number, length: number): string => {
      return bytes.toString("utf8", at + from, at + from + length).replace(/\0.*$/s, "");
    };
    const size = Number.parseInt(field(124, 12).trim() || "0", 8);
    const content = (): string => bytes.toString("utf8", at + BLOCK, at + BLOCK + size);
    const kind = field(156, 1);
    // POSIX pax and GNU tar put a name that is too long before the file itself.
    if (kind === "x") longName = /(?:^|\n)\d+ path=([^\n]+)\n/.exec(content())?.[1] ?? longName;
    else if (kind === "L") longName = content().replace(/\0.*$/s, "");
    else {
      const prefix = field(345, 155);
      const name = longName ?? (prefix === "" ? field(0, 100) : `${prefix}/${field(0, 100)}`);
      longName = undefined;
      // The first folder is called "package", or anything else.
      if (kind === "0" || kind === "") files.push({ file: name.replace(/^[^/]+\//, ""), text: content() });
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
