import type { Place } from "../diagnostics/diagnostic.ts";
import { digestOf, originOf, snapshot } from "../model/bundle.ts";
import { isObject } from "../model/check-schema.ts";
import type { EventFile } from "../model/contract-file.ts";
import type { Lifecycle } from "../model/event.ts";
import type { Model } from "../model/model.ts";
import type { ReleasedVersion } from "../model/released.ts";
import type { Schema, SchemaObject } from "../model/schema.ts";
import { mapSubschemas } from "../model/walk.ts";

/** One state of an event's contract, self-contained: the working copy, what the base has, or what was released. */
export interface Version {
  readonly type: string;
  /** `1.0.0`. */
  readonly version: string;
  /** What people read: `1.0.0`, or `main` for the contract as the base has it. */
  readonly label: string;
  readonly lifecycle: Lifecycle;
  readonly sunset: string | undefined;
  readonly replacedBy: string | undefined;
  readonly owner: string;
  readonly emittedWhen: string;
  /** JSON Pointer of the value that becomes the subject. */
  readonly key: string;
  readonly file: string;
  readonly schema: SchemaObject;
  /** Of the whole snapshot. */
  readonly digest: string;
  /** Of all that it says but for its own number. */
  readonly content: string;
  /** Of what validators act on: versions that share it accept and send the same. */
  readonly shape: string;
  /** Of what any program notices: the shape, type names, classification, deprecation, key and lifecycle. */
  readonly meaning: string;
  /** Where what stands at a pointer of the schema was written. */
  place(pointer: string): Place;
}

/** The state that a contract file describes. */
export function versionOf(file: EventFile, model: Model, label: string = file.event.version): Version {
  return made(file.event.type, label, file.file, snapshot(file, model), (pointer) => {
    const origin = originOf(file, model.references, pointer);
    return origin.file.source.place(origin.pointer);
  });
}

/** The state that was released. */
export function versionOfReleased({ type, version, file, schema, source }: ReleasedVersion): Version {
  return made(type, version, file, schema, (pointer) => source.place(pointer));
}

function made(type: string, label: string, file: string, schema: SchemaObject, place: Version["place"]): Version {
  const event = isObject(schema["x-event"]) ? (schema["x-event"] as Readonly<Record<string, string>>) : {};
  const { version = "", lifecycle = "stable", sunset, replacedBy, owner = "", emittedWhen = "", key = "" } = event;
  const noticed = { lifecycle, sunset, replacedBy, key };
  const head = { type, label, version, lifecycle: lifecycle as Lifecycle, sunset, replacedBy, owner, emittedWhen, key };
  // Where only one of two is wanted, the other costs as much as reading the file did.
  let [digest, content, shape, meaning]: (string | undefined)[] = [];
  return {
    ...head,
    file,
    schema,
    get digest() {
      digest ??= digestOf(schema);
      return digest;
    },
    get content() {
      const { $id: _, "x-event": __, ...rest } = schema;
      content ??= digestOf([rest, { ...event, version: undefined }]);
      return content;
    },
    get shape() {
      shape ??= digestOf(without(schema, NOT_ASSERTED));
      return shape;
    },
    get meaning() {
      meaning ??= digestOf([without({ ...schema, title: "" }, UNNOTICED), noticed]);
      return meaning;
    },
    place,
  };
}

/** Read by people only. */
const UNNOTICED: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "description",
  "default",
  "examples",
  "x-invalid-examples",
  "x-event",
]);

/** Read by people and programs, and no validator acts on it. */
export const NOT_ASSERTED: ReadonlySet<string> = new Set([...UNNOTICED, "title", "deprecated", "x-classification"]);

/** A schema without some keywords, at any depth. */
export function without(schema: Schema, keywords: ReadonlySet<string>): Schema {
  if (typeof schema === "boolean") return schema;
  const kept = Object.entries(schema).filter(([keyword]) => !keywords.has(keyword));
  return mapSubschemas(Object.fromEntries(kept), (inner) => without(inner, keywords));
}
