import type { ActivityDefinition } from "../definition/definition.ts";

/** Where in a definition an expression or template stands, and what it is for. */
export interface Spot {
  /** The path of its value in the definition. */
  readonly path: readonly (string | number)[];
  readonly text: string;
  readonly kind: "expression" | "template";
  /** What it has to give; templates give text. */
  readonly want: "boolean" | "key" | "any";
  /** What the text is called, where a person or an agent reads it. */
  readonly shownIn: string | undefined;
}

/** Every expression and template of a definition, in the order of the file's description. */
export function spotsOf({ when, key, window, scope, context, task }: ActivityDefinition): Spot[] {
  const spots: Spot[] = [];
  const add = (path: Spot["path"], text: string | undefined, more: Partial<Spot>): void => {
    if (text !== undefined) spots.push({ path, text, kind: "expression", want: "any", shownIn: undefined, ...more });
  };
  add(["when"], when, { want: "boolean" });
  add(["key"], key, { want: "key" });
  add(["window", "dedupe", "by"], window?.dedupe?.by, { want: "key" });
  add(["scope", "repo"], scope?.repo, { want: "key" });
  for (const [name, { path }] of Object.entries(context ?? {}))
    add(["context", name, "path"], path, { kind: "template" });
  for (const part of ["title", "team", "instruction"] as const) {
    add(["task", part], task[part], { kind: "template", shownIn: part });
  }
  for (const [i, label] of (task.labels ?? []).entries()) {
    add(["task", "labels", i], label, { kind: "template", shownIn: "labels" });
  }
  for (const [name, text] of Object.entries(task.parameters ?? {})) add(["task", "parameters", name], text, {});
  return spots;
}
