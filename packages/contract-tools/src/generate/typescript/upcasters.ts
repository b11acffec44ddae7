import { type Diagnostic, diagnostic, wholeFile } from "../../diagnostics/diagnostic.ts";
import type { EventFile } from "../../model/contract-file.ts";
import type { Model } from "../../model/model.ts";
import type { OutputFile } from "../output.ts";
import { CONTRACTS_SOURCE, relativePath, UPCASTERS } from "../paths.ts";
import { print } from "./document.ts";
import { fromModule, sortImports } from "./imports.ts";
import { keyed, objectLiteral } from "./literal.ts";
import { constantNameOf } from "./module.ts";

/** A step from a major of an event to the next one that there is, which a hand-written upcaster takes. */
export interface UpcasterStep {
  readonly from: EventFile;
  readonly to: EventFile;
  /** The upcaster's file, from the repository's root. */
  readonly file: string;
  /** The name that the file exports: `repoRegisteredToV2`. */
  readonly name: string;
}

/** The steps of all events that have several majors. */
export function upcasterSteps({ events }: Model): UpcasterStep[] {
  const newest = new Map<string, EventFile>();
  return events
    .toSorted((a, b) => a.event.major - b.event.major)
    .flatMap((to) => {
      const path = [...to.event.nouns, to.event.verb].join("/");
      const from = newest.get(path);
      newest.set(path, to);
      return from === undefined ? [] : [stepBetween(path, from, to)];
    });
}

function stepBetween(path: string, from: EventFile, to: EventFile): UpcasterStep {
  const file = `${UPCASTERS}/${path}.v${from.event.major}-v${to.event.major}.ts`;
  return { from, to, file, name: `${constantNameOf(from)}ToV${to.event.major}` };
}

/** Checks that the files under the folder of upcasters are those that the majors ask for. */
export function checkUpcasters(model: Model, files: readonly string[]): Diagnostic[] {
  const steps = upcasterSteps(model);
  const wanted = new Map(steps.map((step) => [step.file, step]));
  const missing = steps
    .filter(({ file }) => !files.includes(file))
    .map(({ from, to, file }) => {
      const params = { from: from.event.type, to: to.event.type, file };
      return diagnostic("missing-upcaster", to.source.place("/x-event/type"), params);
    });
  const others = files.filter((file) => file.endsWith(".ts") && !wanted.has(file));
  return [...missing, ...others.map((file) => diagnostic("unknown-upcaster", wholeFile(file), {}))];
}

/** The module that names every upcaster. */
export function upcastersModule(model: Model): OutputFile {
  const steps = upcasterSteps(model);
  const path = `${CONTRACTS_SOURCE}/upcasters.ts`;
  const isEmpty = steps.length === 0;
  const imports = [
    ...(isEmpty ? [] : ['import type { EventDataByType } from "./events.ts";']),
    ...steps.map(({ file, name }) => fromModule("import", [name], relativePath(path, file))),
  ];
  const members = steps.map(({ from, name }) => keyed(`"${from.event.type}"`, name));
  const types = steps.map(({ from, to }) => `  "${from.event.type}": "${to.event.type}";`).join("\n");
  const nextMajor = isEmpty
    ? "export type NextMajor = Readonly<Record<never, never>>;"
    : `export interface NextMajor {\n${types}\n}

type Step<Type extends keyof NextMajor> = Upcaster<EventDataByType[Type], EventDataByType[NextMajor[Type]]>;`;
  const text = `// @generated from schemas/

${['import type { Upcaster } from "@statehub/events-runtime";', ...sortImports(imports)].join("\n")}

/** Event type → the type that its events are brought to by one step. */
${nextMajor}

/** Event type → the upcaster that takes this step. */
export const upcasters: { readonly [Type in keyof NextMajor]: ${isEmpty ? "Upcaster" : "Step<Type>"} } = ${print(objectLiteral(members))};
`;
  return { path, text };
}
