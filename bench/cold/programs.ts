import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ContractsPackage } from "./package.ts";

const specifier = (path: string): string => JSON.stringify(pathToFileURL(path).href);

/** Programs that import the package's validators, as files. With `examples` each also checks its first example. */
export interface ImportPrograms {
  readonly bundled: string;
  readonly each: string;
  readonly bundledChecked: string;
  readonly eachChecked: string;
}

/** Writes the programs beside the package. */
export function writePrograms({ root, bundle, modules }: ContractsPackage): ImportPrograms {
  const examples = join(root, "examples.json");
  const check = `
import { readFileSync } from "node:fs";
const examples = JSON.parse(readFileSync(${JSON.stringify(examples)}, "utf8"));
for (const { type, strict } of all) {
  if (!strict(examples[type])) throw new Error(type);
}
`;
  const bundled = `import { contracts } from ${specifier(bundle)};
const all = Object.values(contracts);
if (all.length !== ${modules.length}) throw new Error(String(all.length));
`;
  const each = `${modules.map((path, i) => `import * as event${i} from ${specifier(path)};`).join("\n")}
const all = [${modules.map((_, i) => `...Object.values(event${i})`).join(", ")}];
if (all.length !== ${modules.length}) throw new Error(String(all.length));
`;
  const write = (name: string, text: string): string => {
    const path = join(root, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    bundled: write("bundled.mjs", bundled),
    each: write("each.mjs", each),
    bundledChecked: write("bundled-checked.mjs", bundled + check),
    eachChecked: write("each-checked.mjs", each + check),
  };
}
