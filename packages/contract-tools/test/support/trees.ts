import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { contractTree } from "../../../../bench/schemas.ts";
import { type InputFile, type Model, readModel } from "../../src/model/model.ts";

const root = join(import.meta.dirname, "../../../..");

function modelOfFiles(files: readonly InputFile[]): Model {
  const { model, diagnostics } = readModel(files);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model;
}

/** The model of this repository's own contracts. */
export function repositoryModel(): Model {
  const paths = globSync("schemas/**/*.json", { cwd: root, exclude: ["schemas/released/**"] });
  return modelOfFiles(
    paths.map((path) => ({ file: path.split(sep).join("/"), text: readFileSync(join(root, path), "utf8") })),
  );
}

/** The model of made-up contracts, of the size that contracts have. */
export function syntheticModel(count: number): Model {
  return modelOfFiles([...contractTree(count)].map(([file, text]) => ({ file, text })));
}
