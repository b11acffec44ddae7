import { CONTRACTS_SOURCE } from "../../src/generate/paths.ts";
import { typesModule } from "../../src/generate/typescript/module.ts";
import type { Model } from "../../src/model/model.ts";
import { fileOf, modelOf } from "./contracts.ts";

type Contract = Readonly<Record<string, unknown>>;

/** The text of the module of one of these contracts; of the first one if none is named. */
export async function moduleText(contracts: readonly Contract[], path = "test/tried.v1"): Promise<string> {
  const model = modelOf(...contracts);
  return (await typesModule(fileOf(model, path), model)).text;
}

/** All modules of a model, their paths relative to the generated folder. */
export async function modulesOf(model: Model): Promise<{ path: string; text: string }[]> {
  const modules = await Promise.all(model.files.map((file) => typesModule(file, model)));
  return modules.map(({ path, text }) => ({ path: path.slice(CONTRACTS_SOURCE.length + 1), text }));
}
