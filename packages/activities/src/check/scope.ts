import { satisfies } from "semver";
import { type ActivityDefinition, cronTriggers, type EventTrigger, eventTriggers } from "../definition/definition.ts";
import type { Contracts, EventContractVersions, EventVersion } from "./contracts.ts";
import { type Shape, type ShapeSchema, shapeOf, union } from "./shape.ts";
import { EITHER, UNKNOWN, type Value } from "./value.ts";

/** What the names in a definition's expressions stand for. */
export function scopeOf(definition: ActivityDefinition, contracts: Contracts): Map<string, Value> {
  const names = new Map<string, Value>([["now", UNKNOWN]]);
  const events = eventTriggers(definition);
  if (events.length > 0) names.set("event", valueAt("event", eventShape(events, contracts)));
  if (cronTriggers(definition).length > 0) names.set("schedule", valueAt("schedule", shapeOf(SCHEDULE, SCHEDULE)));
  names.set("inputs", valueAt("inputs", inputsShape(definition)));
  names.set("context", valueAt("context", contextShape(definition)));
  return names;
}

function valueAt(path: string, shape: Shape): Value {
  return { shape, path, truth: EITHER, traces: [] };
}

const SCHEDULE: ShapeSchema = {
  type: "object",
  properties: { time: { type: "string", format: "date-time" } },
  required: ["time"],
};

/** The versions of an event that a trigger takes. */
export function versionsOf(
  { versions: range }: EventTrigger,
  contract: EventContractVersions,
): readonly EventVersion[] {
  return range === undefined ? contract.versions : contract.versions.filter(({ version }) => satisfies(version, range));
}

/** The envelope with the data of each version of each trigger: one alternative for each. */
function eventShape(triggers: readonly EventTrigger[], { byType, envelope }: Contracts): Shape {
  const several = triggers.length > 1;
  const alternatives = triggers.flatMap((trigger) => {
    const contract = byType.get(trigger.event);
    return (contract === undefined ? [] : versionsOf(trigger, contract)).map(({ version, schema }) => {
      const root = {
        ...withData(envelope, trigger.event),
        $defs: { ...defsOf(envelope), [DATA]: dataOf(schema) },
      };
      return shapeOf(root, root, several ? `${trigger.event} ${version}` : version);
    });
  });
  return union(alternatives);
}

const defsOf = ({ $defs }: ShapeSchema): object => ($defs as object | undefined) ?? {};

/** No name that a schema's author would choose. */
const DATA = "event's data";

/** Many definitions are checked against one contract. */
const known = new WeakMap<ShapeSchema, ShapeSchema>();

function dataOf(schema: ShapeSchema): ShapeSchema {
  const data = known.get(schema) ?? moved(schema, `#/$defs/${DATA}`);
  known.set(schema, data);
  return data;
}

/** A document as a part of another: its references lead to its new place. */
function moved<T>(schema: T, to: string): T {
  if (Array.isArray(schema)) return schema.map((part) => moved(part, to)) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, part]) => [
    key,
    key === "$ref" && typeof part === "string" && part.startsWith("#") ? to + part.slice(1) : moved(part, to),
  ]);
  return Object.fromEntries(entries);
}

function withData(envelope: ShapeSchema, type: string): ShapeSchema {
  const { $schema, $id, ...rest } = envelope;
  const properties = { ...(rest.properties as object), type: { const: type }, data: { $ref: `#/$defs/${DATA}` } };
  return { ...rest, properties };
}

function inputsShape({ inputs = {} }: ActivityDefinition): Shape {
  const properties = Object.fromEntries(
    Object.entries(inputs).map(([name, { default: _, description, ...schema }]) => [name, schema]),
  );
  const schema = { type: "object", properties, required: Object.keys(inputs) };
  return shapeOf(schema, schema);
}

function contextShape({ context = {} }: ActivityDefinition): Shape {
  const $defs = Object.fromEntries(
    Object.entries(context).map(([name, { result }]) => [name, moved(result, `#/$defs/${name}`)]),
  );
  const properties = Object.fromEntries(
    Object.entries(context).map(([name, { on_failure }]) => {
      const result = { $ref: `#/$defs/${name}` };
      return [name, on_failure === "null" ? { anyOf: [result, { type: "null" }] } : result];
    }),
  );
  const schema = { type: "object", properties, required: Object.keys(context), $defs };
  return shapeOf(schema, schema);
}
