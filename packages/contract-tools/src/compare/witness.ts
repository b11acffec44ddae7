import { dataschemaFor } from "../model/bundle.ts";
import { isObject } from "../model/check-schema.ts";
import { valueAt } from "../model/pointer.ts";
import type { Version } from "./version.ts";

/** An event as it travels, made up to show what breaks: its data is the smallest that does. */
export interface WitnessEvent {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly dataschema: string;
  readonly data: unknown;
}

/** The event that a publisher of this version may send with this data. */
export function witnessEvent(writer: Version, data: unknown): WitnessEvent {
  return {
    specversion: "1.0",
    // Nothing in it tells one run of the command from another.
    id: "01900000-0000-7000-8000-000000000000",
    source: "urn:statehub:example",
    type: writer.type,
    // An empty key cannot be sent; the witness is about something else.
    subject: String(valueAt(data, writer.key) ?? "").slice(0, 256) || "example",
    time: "2024-07-01T00:00:00Z",
    datacontenttype: "application/json",
    dataschema: dataschemaFor(writer.type, writer.version),
    data: inOrder(data, Object.keys(writer.schema.properties ?? {})),
  };
}

/** Fields in the order in which the contract tells them. */
function inOrder(data: unknown, names: readonly string[]): unknown {
  if (!isObject(data)) return data;
  const told = names.filter((name) => Object.hasOwn(data, name));
  return Object.fromEntries([...told, ...Object.keys(data)].map((name) => [name, data[name]]));
}
