import { bundle, type Lifecycle, type Model, type Released, snapshot } from "@statehub/contract-tools";
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

/** Every version of every event type that may be on the stream, from the schemas and what was released of them. */
export function contractsOf(model: Model, released: Released): Contracts {
  const byType = new Map<string, EventContractVersions>();
  for (const file of model.events) {
    const { type, version, lifecycle, sunset, replacedBy } = file.event;
    const older = (released.byType.get(type) ?? []).filter((one) => one.version !== version);
    const versions = [...older, { version, schema: snapshot(file, model) }].map((one) => ({
      version: one.version,
      schema: one.schema as ShapeSchema,
    }));
    byType.set(type, { type, lifecycle, sunset, replacedBy, versions });
  }
  const envelope = model.files.find(({ kind }) => kind === "envelope");
  return { byType, envelope: envelope === undefined ? {} : (bundle(envelope, model.references) as ShapeSchema) };
}
