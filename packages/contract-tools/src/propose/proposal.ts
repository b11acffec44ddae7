import type { OutputFile } from "../generate/output.ts";
import type { Model } from "../model/model.ts";
import { CONTRACT_META_SCHEMA, SCHEMA_BASE, SCHEMAS } from "../model/paths.ts";
import { type EventType, modulePathOf, typeNameOf } from "../model/subject.ts";
import { isUnwritten, UNWRITTEN } from "../model/unwritten.ts";
import { exampleOf, type Field } from "./field.ts";
import { jsonText } from "./json-text.ts";

/** What is known of an event that is being proposed; what is not becomes a text that a person writes. */
export interface Proposal {
  readonly event: EventType;
  readonly owner: string;
  readonly description: string | undefined;
  readonly emittedWhen: string | undefined;
  /** At least one, of which a required one is the key. */
  readonly fields: readonly Field[];
  /** The name of the field that is the key. */
  readonly key: string;
}

/** Where the contract of an event type stands. */
export function contractPath(event: EventType): string {
  return `${SCHEMAS}/${modulePathOf(event)}.json`;
}

/** The contract of a proposed event, in order but for the texts that are marked. */
export function proposedContract(proposal: Proposal, { files }: Model): OutputFile {
  const { event, fields, key } = proposal;
  const fragments = files.filter(({ kind }) => kind === "common");
  const example = Object.fromEntries(fields.map((field) => [field.name, exampleOf(field, fragments)]));
  const { [key]: _, ...others } = example;
  // What is to be written is to be written once.
  const withoutKey = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, isUnwritten(value) ? name : value]),
  );
  const contract = {
    $schema: CONTRACT_META_SCHEMA,
    $id: SCHEMA_BASE + modulePathOf(event),
    title: typeNameOf(event),
    description:
      proposal.description ?? `${UNWRITTEN}: what happened, in a sentence such as "A repository was registered."`,
    "x-event": {
      type: event.type,
      version: `${event.major}.0.0`,
      owner: proposal.owner,
      lifecycle: "proposed",
      emittedWhen: proposal.emittedWhen ?? `${UNWRITTEN}: in which transaction or check, and what emits nothing.`,
      key: `/${key}`,
    },
    type: "object",
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    required: fields.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    examples: [example],
    "x-invalid-examples": [{ why: `\`${key}\` is missing`, data: withoutKey }],
  };
  return { path: contractPath(event), text: jsonText(contract) };
}
