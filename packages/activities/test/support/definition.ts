import { stringify } from "yaml";
import { type ActivityDiagnostic, checkDefinition, type DefinitionFile, readDefinitions } from "../../src/index.ts";
import { contracts } from "./contracts.ts";

/** What a test says otherwise than the definition below. */
export type Changes = Readonly<Record<string, unknown>>;

const DEFINITION = {
  id: "look-at-ticket",
  version: "1.0.0",
  owner: "team-custodian",
  description: "Somebody looks at the ticket.",
  mode: "shadow",
  triggers: [{ event: "org.statehub.ticket.opened" }],
  key: "event.data.ticket_id",
  task: { title: "Look", team: "team-custodian", instruction: "Look at it." },
};

/** A definition's YAML, with changes of its top-level keys; those of `task` are changes of its parts. */
export function yamlOf({ task, ...changes }: Changes = {}): string {
  return stringify({ ...DEFINITION, ...changes, task: { ...DEFINITION.task, ...(task as object | undefined) } });
}

export function definitionOf(changes: Changes = {}): DefinitionFile {
  const { definitions, diagnostics } = readDefinitions([
    { file: "activities/look-at-ticket.yaml", text: yamlOf(changes) },
  ]);
  const [definition] = definitions;
  if (definition === undefined) throw new Error(JSON.stringify(diagnostics));
  return definition;
}

/** What reading and checking a definition finds. */
export function problemsOf(changes: Changes, today = "2026-11-26"): readonly ActivityDiagnostic[] {
  const { definitions, diagnostics } = readDefinitions([
    { file: "activities/look-at-ticket.yaml", text: yamlOf(changes) },
  ]);
  return [...diagnostics, ...definitions.flatMap((one) => checkDefinition(one, contracts, { today }).diagnostics)];
}
