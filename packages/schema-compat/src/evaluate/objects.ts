import { isArray, isObject, type Json, own } from "../json/json.ts";
import { SchemaError } from "../load/location.ts";
import { expressionOf } from "../pattern/expression.ts";
import type { Frame, Keyword } from "./frame.ts";

function matches(pattern: string, name: string, frame: Frame): boolean {
  const expression = expressionOf(pattern);
  if (expression === undefined) {
    throw new SchemaError("patternProperties", frame.location.pointer, `"${pattern}" is no regular expression`);
  }
  return expression.test(name);
}

function names(frame: Frame): string[] {
  return isObject(frame.instance) ? Object.keys(frame.instance) : [];
}

/** Applies one subschema to a property, and notes it as evaluated. */
function property(frame: Frame, name: string, ...steps: string[]): boolean {
  frame.evaluated.names.add(name);
  const value = own(frame.instance as { [name: string]: Json }, name) as Json;
  return frame.part(frame.run.library.child(frame.location, ...steps), value, name);
}

function isAdditional(frame: Frame, name: string): boolean {
  const { properties, patternProperties } = frame.schema;
  if (isObject(properties) && Object.hasOwn(properties, name)) return false;
  return !(isObject(patternProperties) && Object.keys(patternProperties).some((p) => matches(p, name, frame)));
}

export const objectKeywords: Readonly<Record<string, Keyword>> = {
  required: (list, { instance }) =>
    !isObject(instance) || !isArray(list) || list.every((name) => Object.hasOwn(instance, String(name))),
  minProperties: (limit, frame) => !isObject(frame.instance) || names(frame).length >= Number(limit),
  maxProperties: (limit, frame) => !isObject(frame.instance) || names(frame).length <= Number(limit),
  dependentRequired: (map, { instance }) => {
    if (!isObject(instance) || !isObject(map)) return true;
    return Object.entries(map).every(
      ([name, needs]) =>
        !Object.hasOwn(instance, name) ||
        !isArray(needs) ||
        needs.every((other) => Object.hasOwn(instance, String(other))),
    );
  },
  propertyNames: (_, frame) =>
    names(frame)
      .map((name) => frame.part(frame.run.library.child(frame.location, "propertyNames"), name, name))
      .every(Boolean),
  properties: (map, frame) =>
    !isObject(map) ||
    names(frame)
      .filter((name) => Object.hasOwn(map, name))
      .map((name) => property(frame, name, "properties", name))
      .every(Boolean),
  patternProperties: (map, frame) =>
    !isObject(map) ||
    Object.keys(map)
      .flatMap((pattern) =>
        names(frame)
          .filter((name) => matches(pattern, name, frame))
          .map((name) => property(frame, name, "patternProperties", pattern)),
      )
      .every(Boolean),
  additionalProperties: (_, frame) =>
    names(frame)
      .filter((name) => isAdditional(frame, name))
      .map((name) => property(frame, name, "additionalProperties"))
      .every(Boolean),
  unevaluatedProperties: (_, frame) =>
    names(frame)
      .filter((name) => !frame.evaluated.names.has(name))
      .map((name) => property(frame, name, "unevaluatedProperties"))
      .every(Boolean),
};
