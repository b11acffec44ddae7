import { codePoints } from "../json/json.ts";
import { SchemaError } from "../load/location.ts";
import { expressionOf } from "../pattern/expression.ts";
import type { Keyword } from "./frame.ts";

export const stringKeywords: Readonly<Record<string, Keyword>> = {
  minLength: (limit, { instance }) =>
    typeof instance !== "string" || typeof limit !== "number" || codePoints(instance) >= limit,
  maxLength: (limit, { instance }) =>
    typeof instance !== "string" || typeof limit !== "number" || codePoints(instance) <= limit,
  pattern: (source, { instance, location }) => {
    if (typeof instance !== "string" || typeof source !== "string") return true;
    const expression = expressionOf(source);
    if (expression === undefined)
      throw new SchemaError("pattern", location.pointer, `"${source}" is no regular expression`);
    return expression.test(instance);
  },
  format: (name, { instance, run }) => {
    if (typeof instance !== "string" || typeof name !== "string" || !Object.hasOwn(run.formats, name)) return true;
    return run.formats[name]?.validate(instance) ?? true;
  },
};
