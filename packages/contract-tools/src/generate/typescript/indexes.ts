import type { EventFile, Model } from "../../model/model.ts";
import { SUBJECT_PREFIX } from "../../model/subject.ts";
import type { OutputFile } from "../output.ts";
import { CONTRACTS_SOURCE, examplesPath, modulePath, PUBLISHER_SOURCE, relativePath } from "../paths.ts";
import { compareNames, sortImports } from "./imports.ts";
import { layOutComment } from "./layout.ts";
import { constantNameOf } from "./module.ts";

const HEAD = "// @generated from schemas/\n\n";

/** Modules that name every event; each event has lines of its own in them. */
export function indexModules(model: Model): OutputFile[] {
  return [
    { path: `${CONTRACTS_SOURCE}/index.ts`, text: exportsOf(model) },
    { path: `${CONTRACTS_SOURCE}/events.ts`, text: eventsOf(model) },
    { path: `${CONTRACTS_SOURCE}/subjects.ts`, text: subjectsOf(model) },
    { path: `${CONTRACTS_SOURCE}/examples.ts`, text: examplesOf(model) },
    { path: `${PUBLISHER_SOURCE}/events.ts`, text: publisherEventsOf(model) },
  ];
}

const inGen = (path: string): string => relativePath(`${CONTRACTS_SOURCE}/index.ts`, path);
const described = (file: EventFile, indent: string): string =>
  layOutComment(
    `${file.schema.description ?? ""}${file.event.lifecycle === "deprecated" ? "\n\n@deprecated" : ""}`,
    indent,
  );

function exportsOf({ files }: Model): string {
  const lines = files
    .filter((file) => file.kind !== "envelope")
    .map((file) => {
      const path = inGen(modulePath(file));
      return file.event === undefined
        ? `export type { ${file.typeName} } from "${path}";`
        : `export { type ${file.typeName}, ${constantNameOf(file)} } from "${path}";`;
    });
  return `${HEAD}${sortImports(lines).join("\n")}\n`;
}

function eventsOf({ events }: Model): string {
  const imports = events.map(
    (file) => `import { type ${file.typeName}, ${constantNameOf(file)} } from "${inGen(modulePath(file))}";`,
  );
  const types = events.map((file) => `${described(file, "  ")}  "${file.event.type}": ${file.typeName};`);
  const values = events.map((file) => `  "${file.event.type}": ${constantNameOf(file)},`);
  return `${HEAD}import type { EventContract } from "@statehub/events-runtime";
${sortImports(imports).join("\n")}

/** Event type → the type of its data. */
export interface EventDataByType {
${types.join("\n")}
}

/** Event type → its contract. */
export const contracts: { readonly [Type in keyof EventDataByType]: EventContract<Type, EventDataByType[Type]> } = {
${values.join("\n")}
};
`;
}

function subjectsOf({ events }: Model): string {
  const lines = events.map((file) => `${described(file, "  ")}  ${constantNameOf(file)}: "${file.event.type}",`);
  return `${HEAD}/** The NATS subject of each event, which is its type. */
export const subjects = {
${lines.join("\n")}
} as const;
`;
}

function examplesOf({ events }: Model): string {
  const name = (file: EventFile): string => `${constantNameOf(file)}Examples`;
  const imports = events.map((file) => `import { ${name(file)} } from "${inGen(examplesPath(file))}";`);
  const lines = events.map((file) => `  "${file.event.type}": ${name(file)},`);
  return `${HEAD}${sortImports(['import type { EventDataByType } from "./events.ts";', ...imports]).join("\n")}

/** Event type → the examples of its contract, at least one each. */
export const examples: {
  readonly [Type in keyof EventDataByType]: readonly [EventDataByType[Type], ...EventDataByType[Type][]];
} = {
${lines.join("\n")}
};
`;
}

/** A tree of the tokens of all event types behind the common prefix. */
interface Tree {
  readonly branches: Map<string, Tree>;
  event: EventFile | undefined;
}

function treeOf(events: readonly EventFile[]): Tree {
  const root: Tree = { branches: new Map(), event: undefined };
  for (const event of events) {
    let node = root;
    for (const token of event.event.type.slice(SUBJECT_PREFIX.length + 1).split(".")) {
      const next = node.branches.get(token) ?? { branches: new Map(), event: undefined };
      node.branches.set(token, next);
      node = next;
    }
    node.event = event;
  }
  return root;
}

function printTree(tree: Tree, indent: string): string {
  const inner = `${indent}  `;
  const lines = [...tree.branches].map(([token, branch]) => {
    const comment = branch.event === undefined ? "" : described(branch.event, inner);
    const own = branch.event === undefined ? [] : [`Publish<${branch.event.typeName}>`];
    // A later major hangs on the method of the first: events.repo.registered.v2(data).
    const more = branch.branches.size === 0 ? [] : [printTree(branch, inner)];
    return `${comment}${inner}readonly ${token}: ${[...own, ...more].join(" & ")};`;
  });
  return ["{", ...lines, `${indent}}`].join("\n");
}

function publisherEventsOf({ events }: Model): string {
  const names = events.map((file) => file.typeName).sort(compareNames);
  const flat = `import type { ${names.join(", ")} } from "@statehub/events-contracts";`;
  const imports =
    flat.length <= 120
      ? flat
      : `import type {\n${names.map((name) => `  ${name},\n`).join("")}} from "@statehub/events-contracts";`;
  return `${HEAD}${imports}
import type { Publish } from "../publish.ts";

/** One method per event type, under the type's own tokens: \`org.statehub.repo.registered\` is \`repo.registered\`. */
export interface Events ${printTree(treeOf(events), "")}
`;
}
