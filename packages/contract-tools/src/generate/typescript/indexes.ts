import type { EventFile } from "../../model/contract-file.ts";
import type { Model } from "../../model/model.ts";
import { SUBJECT_PREFIX } from "../../model/subject.ts";
import type { OutputFile } from "../output.ts";
import { CONTRACTS_SOURCE, examplesPath, modulePath, PUBLISHER_SOURCE, relativePath } from "../paths.ts";
import { commentLines, layOutComment } from "./doc-comment.ts";
import { block, print } from "./document.ts";
import { fromModule, sortImports } from "./imports.ts";
import { keyed, objectLiteral } from "./literal.ts";
import { constantNameOf, examplesNameOf } from "./module.ts";
import { upcastersModule } from "./upcasters.ts";

const HEAD = "// @generated from schemas/\n\n";

/** Modules that name every event; each event has lines of its own in them. */
export function indexModules(model: Model): OutputFile[] {
  return [
    { path: `${CONTRACTS_SOURCE}/index.ts`, text: exportsOf(model) },
    { path: `${CONTRACTS_SOURCE}/events.ts`, text: eventsOf(model) },
    { path: `${CONTRACTS_SOURCE}/subjects.ts`, text: subjectsOf(model) },
    { path: `${CONTRACTS_SOURCE}/examples.ts`, text: examplesOf(model) },
    upcastersModule(model),
    { path: `${PUBLISHER_SOURCE}/events.ts`, text: publisherEventsOf(model) },
  ];
}

const inGen = (path: string): string => relativePath(`${CONTRACTS_SOURCE}/index.ts`, path);
const quoted = (file: EventFile): string => `"${file.event.type}"`;

function description({ schema, event }: EventFile): string {
  return `${schema.description ?? ""}${event.lifecycle === "deprecated" ? "\n\n@deprecated" : ""}`;
}

const described = (file: EventFile, margin: string): string => layOutComment(description(file), margin);

/** An object literal with one property per event. */
function byType(events: readonly EventFile[], constantOf: (file: EventFile) => string): string {
  return print(objectLiteral(events.map((file) => keyed(quoted(file), constantOf(file)))));
}

function exportsOf({ files }: Model): string {
  const lines = files
    .filter((file) => file.kind !== "envelope")
    .map((file) => {
      const path = inGen(modulePath(file));
      return file.event === undefined
        ? fromModule("export type", [file.typeName], path)
        : fromModule("export", [`type ${file.typeName}`, constantNameOf(file)], path);
    });
  return `${HEAD}${sortImports(lines).join("\n")}\n`;
}

function eventsOf({ events }: Model): string {
  const imports = events.map((file) =>
    fromModule("import", [`type ${file.typeName}`, constantNameOf(file)], inGen(modulePath(file))),
  );
  const types = events.map((file) => `${described(file, "  ")}  ${quoted(file)}: ${file.typeName};`);
  return `${HEAD}import type { EventContract } from "@statehub/events-runtime";
${sortImports(imports).join("\n")}

/** Event type → the type of its data. */
export interface EventDataByType {
${types.join("\n")}
}

/** Event type → its contract. */
export const contracts: { readonly [Type in keyof EventDataByType]: EventContract<Type, EventDataByType[Type]> } = ${byType(events, constantNameOf)};
`;
}

function subjectsOf({ events }: Model): string {
  const members = events.map((file) => {
    const comment = block((column) => commentLines(description(file), column));
    return [comment, keyed(constantNameOf(file), quoted(file))];
  });
  return `${HEAD}/** The NATS subject of each event, which is its type. */
export const subjects = ${print(objectLiteral(members))} as const;
`;
}

function examplesOf({ events }: Model): string {
  const imports = events.map((file) => fromModule("import", [examplesNameOf(file)], inGen(examplesPath(file))));
  return `${HEAD}${sortImports(['import type { EventDataByType } from "./events.ts";', ...imports]).join("\n")}

/** Event type → the examples of its contract, at least one each. */
export const examples: {
  readonly [Type in keyof EventDataByType]: readonly [EventDataByType[Type], ...EventDataByType[Type][]];
} = ${byType(events, examplesNameOf)};
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
  // A line for each event, so that adding one changes no other's.
  const imports = events.map(({ typeName, path }) =>
    fromModule("import type", [typeName], `@statehub/events-contracts/${path}`),
  );
  return `${HEAD}${sortImports(imports).join("\n")}
import type { Publish } from "../publish.ts";

/** One method per event type, under the type's own tokens: \`org.statehub.repo.registered\` is \`repo.registered\`. */
export interface Events ${printTree(treeOf(events), "")}
`;
}
