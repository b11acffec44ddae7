import * as functions from "@statehub/events-runtime/validation";
import type { ValidationRuntime } from "../../src/generate/validators/runtime.ts";

/** The functions that the generated validators import, as the command line gives them to the generator. */
export const runtime: ValidationRuntime = {
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
  explain: (errors, data) => functions.explain(errors as Parameters<typeof functions.explain>[0], data, []),
};
