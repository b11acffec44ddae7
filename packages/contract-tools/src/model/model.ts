import { type Diagnostic, diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { checkSchema } from "./check-schema.ts";
import { type EventInfo, readEventInfo } from "./event.ts";
import { checkKey } from "./key.ts";
import { checkNames } from "./names.ts";
import { findCycles, References } from "./references.ts";
import type { SchemaObject } from "./schema.ts";
import { readSource, type Source } from "./source.ts";
import { modulePathOf, parseEventType, pascalCase, typeNameOf, typeOfModulePath } from "./subject.ts";

/** The folder of the contract files, relative to the repository's root. */
export const SCHEMAS = "schemas";
/** What every `$id` begins with. */
export const SCHEMA_BASE = "https://schemas.statehub.org/";
/** The `$schema` of every contract file. */
export const CONTRACT_META_SCHEMA = "https://schemas.statehub.org/contract/v1";

/** One file under schemas/. */
export interface ContractFile {
  /** Path under schemas/ without `.json`, for example `repo/registered.v1`: also that of its generated module. */
  readonly path: string;
  /** Path from the repository's root. */
  readonly file: string;
  readonly kind: "event" | "common" | "envelope";
  readonly id: string;
  /** Name of the TypeScript type of the whole file. */
  readonly typeName: string;
  readonly schema: SchemaObject;
  readonly source: Source;
  /** What `x-event` says; events only. */
  readonly event: EventInfo | undefined;
}

/** An event's contract file. */
export type EventFile = ContractFile & { readonly event: EventInfo };

/** All contract files, sorted by path, and how they refer to each other. */
export interface Model {
  readonly files: readonly ContractFile[];
  readonly events: readonly EventFile[];
  readonly references: References;
}

/** A file's path from the repository's root, with forward slashes, and its text. */
export interface InputFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Reads contract files into a model. The model may be used only if there are no diagnostics.
 * An empty list of files is an error: nothing read is never fine.
 */
export function readModel(inputs: readonly InputFile[]): { model: Model; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const sources: Source[] = [];
  const files: ContractFile[] = [];
  for (const { file, text } of inputs) {
    const source = readSource(file, text);
    if (!("value" in source)) {
      diagnostics.push(source);
      continue;
    }
    sources.push(source);
    const read = readFile(source);
    if (Array.isArray(read)) diagnostics.push(...read);
    else files.push(read);
  }
  diagnostics.push(...checkClaims(sources));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  if (inputs.length === 0) diagnostics.push(diagnostic("no-contracts", wholeFile(SCHEMAS), { folder: SCHEMAS }));
  diagnostics.push(...checkPrefixes(files));
  const references = new References(files);
  const unresolved = files.flatMap((file) => references.resolveAll(file));
  diagnostics.push(...unresolved);
  // What follows walks along references, so each of them must lead somewhere, and not in circles.
  if (unresolved.length === 0) {
    const cycles = files.flatMap((file) => findCycles(file, references));
    diagnostics.push(...cycles);
    if (cycles.length === 0) {
      diagnostics.push(...files.flatMap((file) => [...checkNames(file, references), ...checkKey(file, references)]));
    }
  }
  const events = files.filter((file): file is EventFile => file.event !== undefined);
  return { model: { files, events, references }, diagnostics };
}

function readFile(source: Source): ContractFile | Diagnostic[] {
  const { file } = source;
  const path = file.slice(SCHEMAS.length + 1).replace(/\.json$/, "");
  const kind = path === "envelope" ? "envelope" : path.startsWith("common/") ? "common" : "event";
  const found = checkSchema(source);
  if (typeof source.value !== "object" || source.value === null) return found;
  const schema = source.value as SchemaObject;
  const id = `${SCHEMA_BASE}${path}${kind === "event" ? "" : ".json"}`;

  function expectText(keyword: "$schema" | "$id" | "title", want: string, code: "wrong-id" | "wrong-title"): void {
    const got = schema[keyword];
    if (got === undefined) found.push(diagnostic("missing-keyword", source.place(""), { keyword, want: `"${want}"` }));
    else if (got !== want) found.push(diagnostic(code, source.place(`/${keyword}`), { got: String(got), want }));
  }

  if (schema.$schema !== CONTRACT_META_SCHEMA) {
    const place = source.place(schema.$schema === undefined ? "" : "/$schema");
    const got = String(JSON.stringify(schema.$schema) ?? "nothing");
    found.push(diagnostic("keyword-value", place, { keyword: "$schema", got, want: `"${CONTRACT_META_SCHEMA}"` }));
  }
  expectText("$id", id, "wrong-id");
  const event = kind === "event" ? readEvent(source, schema, path) : undefined;
  if (Array.isArray(event)) return [...found, ...event];
  const typeName =
    event !== undefined ? typeNameOf(event) : kind === "envelope" ? "EventEnvelope" : pascalCase(path.slice(7));
  expectText("title", typeName, "wrong-title");
  if (found.length > 0) return found;
  return { path, file, kind, id, typeName, schema, source, event };
}

function readEvent(source: Source, schema: SchemaObject, path: string): EventInfo | Diagnostic[] {
  const type = typeOfModulePath(path);
  if (type === undefined) {
    const want = "schemas/<noun>/<verb>.v<major>.json, schemas/common/<name>.json or schemas/envelope.json";
    return [diagnostic("wrong-path", source.place(""), { got: source.file, want })];
  }
  const value = schema["x-event"];
  if (typeof value !== "object" || value === null) {
    const params = { keyword: "x-event", want: "what the event is called, who owns it and when it is sent" };
    return [diagnostic("missing-keyword", source.place(""), params)];
  }
  const event = readEventInfo(source, value as Record<string, unknown>);
  if (Array.isArray(event) || (event.type === type && modulePathOf(event) === path)) return event;
  const parsed = parseEventType(type);
  return "problem" in parsed
    ? [diagnostic("subject-grammar", source.place(""), { type, problem: parsed.problem })]
    : [diagnostic("wrong-type", source.place("/x-event/type"), { got: event.type, want: type })];
}

/** Checks that no two files claim one event type or one `$id`. */
function checkClaims(sources: readonly Source[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  const owners = new Map<unknown, string>();
  for (const source of sources) {
    const schema = source.value as SchemaObject | null;
    const type = (schema?.["x-event"] as { type?: unknown } | undefined)?.type;
    const id = schema?.$id;
    const typeOwner = owners.get(type);
    const idOwner = owners.get(id);
    if (typeof type === "string" && typeOwner !== undefined) {
      found.push(diagnostic("duplicate-type", source.place("/x-event/type"), { type, other: typeOwner }));
    }
    if (typeof id === "string" && idOwner !== undefined) {
      found.push(diagnostic("duplicate-id", source.place("/$id"), { id, other: idOwner }));
    }
    owners.set(type, source.file).set(id, source.file);
  }
  return found;
}

/** Checks that no event type is the beginning of another, but for its own later majors. */
function checkPrefixes(files: readonly ContractFile[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  const byType = new Map(files.flatMap((file) => (file.event === undefined ? [] : [[file.event.type, file] as const])));
  for (const { event } of files) {
    if (event === undefined) continue;
    const tokens = event.type.split(".").slice(0, event.major === 1 ? -1 : -2);
    for (let length = tokens.length; length > 0; length--) {
      const prefix = tokens.slice(0, length).join(".");
      const place = byType.get(prefix)?.source.place("/x-event/type");
      if (place) found.push(diagnostic("type-is-prefix", place, { type: prefix, other: event.type }));
    }
  }
  return found;
}
