import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { checkSchema, isObject, show } from "./check-schema.ts";
import type { ContractFile } from "./contract-file.ts";
import { type EventInfo, readEventInfo } from "./event.ts";
import { CONTRACT_META_SCHEMA, SCHEMA_BASE, SCHEMAS } from "./paths.ts";
import type { SchemaObject } from "./schema.ts";
import type { Source } from "./source.ts";
import { modulePathOf, parseEventType, pascalCase, typeNameOf, typeOfModulePath } from "./subject.ts";

const COMMON = /^common\/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;
const PATHS = "schemas/<noun>/<verb>.v<major>.json, schemas/common/<name>.json or schemas/envelope.json";

/** What the generated code and pages are made of, so that no file goes without. */
const REQUIRED = { description: "what it means, in a sentence", examples: "at least one" };
const REQUIRED_IN_EVENT = {
  type: '"object": the data of an event has fields',
  properties: "the fields of the event",
  required: "the fields that are always there, the key among them",
  "x-invalid-examples": "at least one",
};

/** What the path of a file says it is. */
interface Place {
  readonly path: string;
  readonly kind: ContractFile["kind"];
  readonly id: string;
}

/** What a path says of a file; undefined where it is not that of a contract. */
export function placeOf(file: string): Place | undefined {
  const path = file.slice(SCHEMAS.length + 1).replace(/\.json$/, "");
  if (path === "envelope" || COMMON.test(path)) {
    return { path, kind: path === "envelope" ? "envelope" : "common", id: `${SCHEMA_BASE}${path}.json` };
  }
  if (path.startsWith("common/") || typeOfModulePath(path) === undefined) return undefined;
  return { path, kind: "event", id: SCHEMA_BASE + path };
}

/** Reads one contract file by itself, or says what is wrong with it. */
export function readFile(source: Source): ContractFile | Diagnostic[] {
  const place = placeOf(source.file);
  if (place === undefined) {
    return [diagnostic("wrong-path", source.place(""), { got: source.file, want: PATHS })];
  }
  const found = checkSchema(source);
  if (!isObject(source.value)) return found;
  const schema = source.value as SchemaObject;
  found.push(...checkRequired(source, schema, place.kind));
  const event = place.kind === "event" ? readEvent(source, schema, place.path) : undefined;
  if (Array.isArray(event)) found.push(...event);
  if (place.kind !== "event" && schema["x-event"] !== undefined) {
    found.push(diagnostic("misplaced-event", source.place("/x-event"), { file: source.file, want: PATHS }));
  }
  const typeName = typeNameOfFile(place, Array.isArray(event) ? undefined : event);
  found.push(...checkText(source, "$schema", CONTRACT_META_SCHEMA), ...checkText(source, "$id", place.id));
  if (typeName !== undefined) found.push(...checkText(source, "title", typeName));
  if (found.length > 0 || Array.isArray(event) || typeName === undefined) return found;
  return { ...place, file: source.file, typeName, schema, source, event };
}

function typeNameOfFile({ kind, path }: Place, event: EventInfo | undefined): string | undefined {
  if (kind === "envelope") return "EventEnvelope";
  if (kind === "common") return pascalCase(COMMON.exec(path)?.[1] ?? "");
  return event === undefined ? undefined : typeNameOf(event);
}

const WRONG = { $schema: "wrong-dialect", $id: "wrong-id", title: "wrong-title" } as const;

/** Checks a keyword whose value follows from elsewhere. */
function checkText(source: Source, keyword: keyof typeof WRONG, want: string): Diagnostic[] {
  const got: unknown = (source.value as SchemaObject)[keyword];
  if (got === want) return [];
  const edit = { pointer: `/${keyword}`, value: want };
  if (got === undefined) return [diagnostic("missing-keyword", source.place(""), { keyword, want: show(want) }, edit)];
  if (typeof got !== "string") return []; // checkSchema says it
  return [diagnostic(WRONG[keyword], source.place(edit.pointer), { got, want }, edit)];
}

function checkRequired(source: Source, schema: SchemaObject, kind: ContractFile["kind"]): Diagnostic[] {
  const required: Partial<Record<keyof SchemaObject, string>> =
    kind === "event" ? { ...REQUIRED, ...REQUIRED_IN_EVENT } : REQUIRED;
  const missing = Object.entries(required)
    .filter(([keyword]) => !Object.hasOwn(schema, keyword))
    .map(([keyword, want]) => diagnostic("missing-keyword", source.place(""), { keyword, want }));
  if (kind !== "event" || schema.type === undefined || schema.type === "object") return missing;
  const params = { keyword: "type", got: show(schema.type), want: REQUIRED_IN_EVENT.type };
  return [...missing, diagnostic("keyword-value", source.place("/type"), params)];
}

function readEvent(source: Source, schema: SchemaObject, path: string): EventInfo | Diagnostic[] {
  const type = typeOfModulePath(path) as string;
  const parsed = parseEventType(type);
  if ("problem" in parsed) {
    return [diagnostic("subject-grammar", source.place(""), { type, problem: parsed.problem })];
  }
  const value = schema["x-event"];
  if (value === undefined) {
    const params = { keyword: "x-event", want: "what the event is called, who owns it and when it is sent" };
    return [diagnostic("missing-keyword", source.place(""), params)];
  }
  if (!isObject(value)) return []; // checkSchema says it
  const event = readEventInfo(source, value);
  if (Array.isArray(event) || (event.type === type && modulePathOf(event) === path)) return event;
  const edit = { pointer: "/x-event/type", value: type };
  return [diagnostic("wrong-type", source.place(edit.pointer), { got: event.type, want: type }, edit)];
}
