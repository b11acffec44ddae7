import { bundle, type Lifecycle, type Model, type Released, snapshot } from "@statehub/contract-tools";
import { compare } from "semver";
import type { ShapeSchema } from "./shape.ts";

/** A version of an event's contract, its schema self-contained. */
export interface EventVersion {
  readonly version: string;
  readonly schema: ShapeSchema;
}

/** What definitions are checked against, for one event type. */
export interface EventContractVersions {
  readonly type: string;
  readonly lifecycle: Lifecycle;
  readonly sunset: string | undefined;
  readonly replacedBy: string | undefined;
  /** Released versions and the one that is being worked on, oldest first. */
  readonly versions: readonly EventVersion[];
}

/** The contracts of all event types, and the envelope's schema. */
export interface Contracts {
  readonly byType: ReadonlyMap<string, EventContractVersions>;
  readonly envelope: ShapeSchema;
}

/**
 * The contracts that self-contained snapshots describe, such as a program has at run time: any versions of any event
 * types, in any order. The newest of a type says what its lifecycle is.
 */
export function contractsFrom(snapshots: readonly ShapeSchema[], envelope: ShapeSchema): Contracts {
  const byType = new Map<string, EventContractVersions>();
  const ordered = [...snapshots].sort((a, b) => compare(infoOf(a).version, infoOf(b).version));
  for (const schema of ordered) {
    const { type, version, lifecycle, sunset, replacedBy } = infoOf(schema);
    const older = (byType.get(type)?.versions ?? []).filter((one) => one.version !== version);
    byType.set(type, { type, lifecycle, sunset, replacedBy, versions: [...older, { version, schema }] });
  }
  return { byType, envelope };
}

interface Info {
  readonly type: string;
  readonly version: string;
  readonly lifecycle: Lifecycle;
  readonly sunset: string | undefined;
  readonly replacedBy: string | undefined;
}

const infoOf = (schema: ShapeSchema): Info => schema["x-event"] as Info;

/** What a CloudEvent always has, for a repository that describes no envelope of its own. */
const CLOUD_EVENT: ShapeSchema = {
  type: "object",
  properties: Object.fromEntries(
    ["id", "source", "type", "subject", "time", "dataschema"].map((name) => [
      name,
      { type: "string", minLength: 1, ...(name === "time" && { format: "date-time" }) },
    ]),
  ),
  required: ["id", "source", "type", "subject", "time", "dataschema", "data"],
};

/** Every version of every event type that may be on the stream, from the schemas and what was released of them. */
export function contractsOf(model: Model, released: Released): Contracts {
  const types = new Set(model.events.map(({ event }) => event.type));
  const older = [...released.byType].flatMap(([type, versions]) => (types.has(type) ? versions : []));
  const snapshots = [...older.map(({ schema }) => schema), ...model.events.map((file) => snapshot(file, model))];
  const envelope = model.files.find(({ kind }) => kind === "envelope");
  return contractsFrom(
    snapshots.map((schema) => ({ ...schema })),
    envelope === undefined ? CLOUD_EVENT : { ...bundle(envelope, model.references) },
  );
}
