export { codePointLength, deepEqual } from "./compare.ts";
export { explain, isSensitive, type Violation } from "./explain.ts";
export { isDate, isDateTime, isEmail, isTime, isUri, isUriReference, isUuid } from "./formats.ts";
export { report } from "./report.ts";
