import { type FormatTable, standardFormats } from "@statehub/schema-compat";
import { validationRuntime } from "../validation-runtime.ts";

type Test = (text: string) => boolean;

/** Of these the runtime's test and the engine's expression are one. */
const SAME_EXPRESSION: ReadonlySet<string> = new Set(["uuid"]);

/** The formats that the validators of the events check: their own tests decide, in witnesses too. */
export const eventFormats: FormatTable = Object.fromEntries(
  Object.entries(validationRuntime.formats).map(([name, functionName]) => {
    const validate = (validationRuntime.functions as Readonly<Record<string, unknown>>)[functionName] as Test;
    const { exactly, within, samples = [] } = standardFormats[name] ?? { validate };
    const expressions = SAME_EXPRESSION.has(name) && exactly !== undefined ? { exactly } : within ? { within } : {};
    return [name, { validate, ...expressions, samples: samples.filter(validate) }];
  }),
);
