import type { ExplainedError, ValidationRuntime } from "@statehub/contract-tools";
import * as functions from "@statehub/events-runtime/validation";

/** The functions that the generated validators import from the runtime. */
export const validationRuntime: ValidationRuntime = {
  module: "@statehub/events-runtime/validation",
  functions,
  formats: {
    "date-time": "isDateTime",
    date: "isDate",
    time: "isTime",
    uuid: "isUuid",
    uri: "isUri",
    "uri-reference": "isUriReference",
    email: "isEmail",
  },
  explain: (errors, data): ExplainedError[] =>
    functions.explain(errors as Parameters<typeof functions.explain>[0], data, []),
};
