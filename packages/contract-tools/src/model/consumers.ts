import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/did-you-mean.ts";
import { bundle } from "./bundle.ts";
import { show } from "./check-schema.ts";
import { checkProfile } from "./consumer-form.ts";
import { fieldPointers, hasField } from "./fields.ts";
import type { InputFile, Model } from "./model.ts";
import { child } from "./pointer.ts";
import type { Released } from "./released.ts";
import type { SchemaObject } from "./schema.ts";
import { readSource, type Source } from "./source.ts";
import { parseEventType } from "./subject.ts";
import { textDigest } from "./text-digest.ts";

/** The folder of the reader profiles, relative to the repository's root. */
export const CONSUMERS = "consumers";
/** The `$schema` of every reader profile. */
export const CONSUMER_META_SCHEMA = "https://schemas.statehub.org/consumer/v1";

/** Which fields of which events one consumer reads, and where. `meta/consumer.v1.json` describes each member. */
export interface ConsumerProfile {
  readonly $schema: typeof CONSUMER_META_SCHEMA;
  readonly consumer: string;
  readonly owner: string;
  /** Where the consumer's code is kept, as a URL. */
  readonly repository: string;
  /** The consumer's root from the root of the repository that has the contracts, where its code is kept there too. */
  readonly root?: string;
  readonly scanned: readonly ScannedFile[];
  readonly reads: readonly EventReads[];
}

/** A file that reads were found in, with its path from the consumer's root, and `sha256:<hex>` of its text. */
export interface ScannedFile {
  readonly file: string;
  readonly digest: string;
}

/** What a consumer reads of one event type. */
export interface EventReads {
  readonly type: string;
  /** `^1.2.0`: written against 1.2.0, reads every version of that major. */
  readonly versions: string;
  readonly fields: readonly FieldRead[];
}

/** One place where a field is read. */
export interface FieldRead {
  /** JSON Pointer into the data; `*` is any item of an array or entry of a map, "" the data itself. */
  readonly pointer: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `whole`: everything inside the value may be read too. */
  readonly access: "read" | "whole";
}

/** A profile and the file that it stands in. */
export interface ProfileFile {
  readonly profile: ConsumerProfile;
  readonly source: Source;
}

/** An event type and all of its schemas, each self-contained: the current one first, then those that were released. */
export interface KnownEvent {
  readonly type: string;
  readonly schemas: readonly SchemaObject[];
}

/** Every event of a model, and of what was released, with all of its schemas. */
export function knownEvents(model: Model, released: Released): KnownEvent[] {
  const current = new Map(model.events.map((file) => [file.event.type, bundle(file, model.references)]));
  const types = [...new Set([...current.keys(), ...released.byType.keys()])].sort();
  return types.map((type) => {
    const own = current.get(type);
    const before = (released.byType.get(type) ?? []).map(({ schema }) => schema);
    return { type, schemas: own === undefined ? before : [own, ...before] };
  });
}

/**
 * Reads the profiles, sorted by consumer. A file with something wrong in its form is left out; an event type or a
 * pointer that no schema among `events` knows is reported, and the profile is there all the same. Without `events`
 * only the form is checked.
 */
export function readConsumers(
  files: readonly InputFile[],
  events?: readonly KnownEvent[],
): { profiles: ProfileFile[]; diagnostics: Diagnostic[] } {
  const profiles: ProfileFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const owners = new Map<string, string>();
  for (const { file, text } of [...files].sort((a, b) => (a.file < b.file ? -1 : 1))) {
    const source = readSource(file, text);
    if (!("value" in source)) {
      diagnostics.push(source);
      continue;
    }
    const found = checkProfile(source, CONSUMER_META_SCHEMA);
    diagnostics.push(...found);
    if (found.length > 0) continue;
    const profile = source.value as ConsumerProfile;
    const other = owners.get(profile.consumer);
    if (other !== undefined) {
      diagnostics.push(diagnostic("duplicate-consumer", source.place("/consumer"), { name: profile.consumer, other }));
    }
    owners.set(profile.consumer, file);
    profiles.push({ profile, source });
    if (events !== undefined) diagnostics.push(...checkReads(source, profile, events));
  }
  return { profiles: profiles.sort((a, b) => (a.profile.consumer < b.profile.consumer ? -1 : 1)), diagnostics };
}

/** The files in which a profile's reads were found and that are not as they were then, or not there any more. */
export function changedFiles(
  { scanned }: ConsumerProfile,
  readText: (file: string) => string | undefined,
): { readonly file: string; readonly state: "changed" | "missing" }[] {
  const changed: { file: string; state: "changed" | "missing" }[] = [];
  for (const { file, digest } of scanned) {
    const text = readText(file);
    if (text === undefined) changed.push({ file, state: "missing" });
    else if (textDigest(text) !== digest) changed.push({ file, state: "changed" });
  }
  return changed;
}

/** Whether reading at `read` looks at the value at `pointer`, or at something in it or around it. */
export function touches(read: FieldRead, pointer: string): boolean {
  const a = read.pointer.split("/");
  const b = pointer.split("/");
  const isSame = (segment: string, i: number): boolean => {
    const other = b[i];
    return segment === other || segment === "*" || other === "*";
  };
  const common = a.slice(0, b.length).every(isSame);
  // What is read around the value says nothing of it, unless all of that is read.
  return common && (a.length >= b.length || read.access === "whole");
}

/** Checks that what is read is in some contract: a misspelt pointer would never be found to break. */
function checkReads(source: Source, { reads }: ConsumerProfile, events: readonly KnownEvent[]): Diagnostic[] {
  const types = events.map(({ type }) => type);
  return reads.flatMap(({ type, versions, fields }, i) => {
    const at = child("/reads", i);
    const schemas = events.filter((event) => event.type === type).flatMap((event) => event.schemas);
    if (schemas.length === 0) {
      const suggestion = didYouMean(type, types);
      return [diagnostic("unknown-event", source.place(`${at}/type`), { type, suggestion })];
    }
    const parsed = parseEventType(type);
    if ("major" in parsed && Number.parseInt(versions.slice(1), 10) !== parsed.major) {
      const params = { got: `versions ${show(versions)}`, want: `major ${parsed.major}, as the type says` };
      return [diagnostic("profile-value", source.place(`${at}/versions`), params)];
    }
    return fields.flatMap(({ pointer }, j) => {
      if (schemas.some((schema) => hasField(schema, pointer))) return [];
      const suggestion = didYouMean(pointer, new Set(schemas.flatMap(fieldPointers)));
      return [diagnostic("unknown-field", source.place(`${at}/fields/${j}/pointer`), { type, pointer, suggestion })];
    });
  });
}
