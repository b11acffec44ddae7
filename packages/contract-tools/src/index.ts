export { type Diagnostic, diagnostic, wholeFile } from "./diagnostics/diagnostic.ts";
export type { DiagnosticCode } from "./diagnostics/table.ts";
export { type OutputFile, type Rendered, sha256, type Unit } from "./generate/output.ts";
export { BUILT, COMMITTED, SUBJECTS_DOC } from "./generate/paths.ts";
export { type GenerateOptions, indexFiles, units } from "./generate/units.ts";
export type { ExplainedError, ValidationRuntime } from "./generate/validators/runtime.ts";
export type { EventInfo, Lifecycle } from "./model/event.ts";
export { type ContractFile, type EventFile, type InputFile, type Model, readModel, SCHEMAS } from "./model/model.ts";
export { type EventType, parseEventType } from "./model/subject.ts";
