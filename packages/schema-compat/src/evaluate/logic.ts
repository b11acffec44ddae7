import { isArray, isObject, own } from "../json/json.ts";
import type { Frame, Keyword } from "./frame.ts";

function branches(frame: Frame, keyword: string): boolean[] {
  const { run, location } = frame;
  const list = frame.schema[keyword];
  if (!isArray(list)) return [];
  return list.map((_, i) => frame.inPlace(run.library.child(location, keyword, i), keyword !== "allOf"));
}

/** The in-place applicators. Every branch is tried, for each may evaluate properties. */
export const logicKeywords: Readonly<Record<string, Keyword>> = {
  allOf: (_, frame) => branches(frame, "allOf").every(Boolean),
  anyOf: (_, frame) => branches(frame, "anyOf").some(Boolean),
  oneOf: (_, frame) => branches(frame, "oneOf").filter(Boolean).length === 1,
  not: (_, frame) => {
    const { run, location } = frame;
    return !frame.part(run.library.child(location, "not"), frame.instance, "", true);
  },
  if: (_, frame) => {
    const { run, location, schema } = frame;
    const branch = frame.inPlace(run.library.child(location, "if"), true) ? "then" : "else";
    return own(schema, branch) === undefined || frame.inPlace(run.library.child(location, branch));
  },
  dependentSchemas: (map, frame) => {
    const { run, location, instance } = frame;
    if (!isObject(instance) || !isObject(map)) return true;
    return Object.keys(map)
      .filter((name) => Object.hasOwn(instance, name))
      .map((name) => frame.inPlace(run.library.child(location, "dependentSchemas", name)))
      .every(Boolean);
  },
  dependencies: (map, frame) => {
    const { run, location, instance } = frame;
    if (!isObject(instance) || !isObject(map)) return true;
    return Object.keys(map)
      .filter((name) => Object.hasOwn(instance, name))
      .map((name) => {
        const needs = map[name];
        if (isArray(needs)) return needs.every((other) => Object.hasOwn(instance, String(other)));
        return frame.inPlace(run.library.child(location, "dependencies", name));
      })
      .every(Boolean);
  },
};
