import { closeDocument, closeSchema, type Json as JsonValue, validatorOf } from "@statehub/schema-compat";
import type { OutputFile } from "../generate/output.ts";
import type { ContractFile, EventFile } from "../model/contract-file.ts";
import type { Model } from "../model/model.ts";
import { SCHEMA_BASE } from "../model/paths.ts";
import { type EventType, modulePathOf, typeNameOf } from "../model/subject.ts";
import { isUnwritten } from "../model/unwritten.ts";
import { exampleOf, type Field } from "./field.ts";
import { jsonText } from "./json-text.ts";
import { contractPath } from "./proposal.ts";

/** What is to be different in a new major, as far as it is known when its file is made. */
export interface MajorChanges {
  /** Old name → new name of a property of the event. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
  readonly added: readonly Field[];
}

type Json = Readonly<Record<string, unknown>>;

/** Says what of the changes cannot be made to a contract; nothing if all can. */
export function checkChanges(
  { renamed, removed, added }: MajorChanges,
  { schema, event }: EventFile,
): string | undefined {
  const names = Object.keys(schema.properties ?? {});
  const unknown = [...renamed.keys(), ...removed].find((name) => !names.includes(name));
  if (unknown !== undefined) return `got field ${JSON.stringify(unknown)}, want one of ${names.join(", ")}`;
  const key = event.key.split("/")[1] as string;
  if (removed.includes(key)) return `${JSON.stringify(key)} holds the key ${event.key}, which stays in every major`;
  const kept = names.filter((name) => !removed.includes(name)).map((name) => renamed.get(name) ?? name);
  const all = [...kept, ...added.map(({ name }) => name)];
  const twice = all.find((name, i) => all.indexOf(name) !== i);
  return twice === undefined ? undefined : `there would be two fields ${JSON.stringify(twice)}`;
}

/** The contract of a new major: that of the one before it, with the changes, proposed. */
export function nextMajorContract(
  before: EventFile,
  event: EventType,
  changes: MajorChanges,
  { files }: Model,
): OutputFile {
  const { renamed, removed, added } = changes;
  const fragments = files.filter(({ kind }) => kind === "common");
  const rename = (name: string): string => renamed.get(name) ?? name;
  const isKept = (name: string): boolean => !removed.includes(name);

  function change(data: unknown, more: Json): unknown {
    if (typeof data !== "object" || data === null || Array.isArray(data)) return data;
    const kept = Object.entries(data).filter(([name]) => isKept(name));
    return { ...Object.fromEntries(kept.map(([name, value]) => [rename(name), value])), ...more };
  }

  const more = Object.fromEntries(added.map((field) => [field.name, exampleOf(field, fragments)]));
  const filled = Object.fromEntries(
    Object.entries(more).map(([name, value]) => [name, isUnwritten(value) ? name : value]),
  );
  const properties = change(
    before.schema.properties,
    Object.fromEntries(added.map(({ name, schema }) => [name, schema])),
  );
  const required = [
    ...(before.schema.required ?? []).filter(isKept).map(rename),
    ...added.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  ];
  const { sunset: _, replacedBy: __, ...info } = before.schema["x-event"] as Json;
  const dependent = Object.entries(before.schema.dependentRequired ?? {})
    .filter(([name]) => isKept(name))
    .map(([name, others]) => [rename(name), others.filter(isKept).map(rename)] as const)
    .filter(([, others]) => others.length > 0);
  const { dependentRequired, ...schema } = before.schema;
  const contract = {
    ...schema,
    $id: SCHEMA_BASE + modulePathOf(event),
    title: typeNameOf(event),
    "x-event": {
      ...info,
      type: event.type,
      version: `${event.major}.0.0`,
      lifecycle: "proposed",
      key: before.event.key.replace(/^\/([^/]+)/, (_whole, name: string) => `/${rename(name)}`),
    },
    properties,
    required,
    ...(dependent.length === 0 ? {} : { dependentRequired: Object.fromEntries(dependent) }),
    examples: (before.schema.examples ?? []).map((example) => change(example, more)),
  };
  const isRefused = refusedBy(contract, fragments);
  const invalid = (before.schema["x-invalid-examples"] ?? [])
    .map(({ why, data }) => ({
      why: why.replaceAll(/`(\w+)`/g, (_whole, name: string) => `\`${rename(name)}\``),
      data: change(data, filled),
    }))
    // One may have been invalid for what is not there any more.
    .filter(({ data }) => isRefused(data));
  // In the order in which the contract before it has its keywords.
  const order = Object.keys(before.schema);
  const whole = { ...contract, "x-invalid-examples": invalid };
  const sorted = Object.entries(whole).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return { path: contractPath(event), text: jsonText(Object.fromEntries(sorted)) };
}

/** Whether a publisher of the contract may not send a value. */
function refusedBy(contract: object, fragments: readonly ContractFile[]): (data: unknown) => boolean {
  // Each is read as the standard dialect, of which a contract is a part.
  const standard = ({ $schema: _, ...schema }: Json): JsonValue => schema as JsonValue;
  const documents = fragments.map(({ id, schema }) => [id, closeDocument(standard(schema as Json))]);
  const isValid = validatorOf(closeSchema(standard(contract as Json)), { documents: Object.fromEntries(documents) });
  return (data) => !isValid(data as JsonValue);
}
