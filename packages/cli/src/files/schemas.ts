import { existsSync, readFileSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { type Diagnostic, diagnostic, type InputFile, wholeFile } from "@statehub/contract-tools";
import { UsageError } from "../usage-error.ts";
import { listFiles } from "./read.ts";

/** By their name schemas: JSON, YAML, and the versions (`1-0-2`) that an Iglu registry names its files by. */
const SCHEMA_FILE = /\.(?:json|ya?ml)$|(?:^|\/)\d+-\d+-\d+$/;

/**
 * Reads the schemas that were named, and those in folders that were named. `certain` are the files that were named one
 * by one, whatever they are called. Paths are relative to the current folder.
 */
export function readSchemas(named: readonly string[]): {
  files: InputFile[];
  diagnostics: Diagnostic[];
  certain: ReadonlySet<string>;
} {
  const paths = new Set<string>();
  const certain = new Set<string>();
  for (const name of named) {
    if (!existsSync(name)) throw new UsageError(`${name} does not exist`);
    const absolute = resolve(name);
    if (statSync(absolute).isDirectory()) {
      for (const path of listFiles(absolute, "")) if (SCHEMA_FILE.test(path)) paths.add(`${absolute}/${path}`);
    } else {
      paths.add(absolute);
      certain.add(shown(absolute));
    }
  }
  const files: InputFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of [...paths].filter((one) => !/\/(?:node_modules|\.git)\//.test(one))) {
    try {
      files.push({ file: shown(path), text: readFileSync(path, "utf8") });
    } catch (error) {
      const problem = (error as Error).message;
      diagnostics.push(diagnostic("unreadable-file", wholeFile(shown(path)), { problem }));
    }
  }
  return { files, diagnostics, certain };
}

function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return (near.startsWith(`..${sep}..`) ? path : near).split(sep).join("/");
}
