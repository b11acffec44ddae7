export { type Diagnostic, diagnostic, wholeFile } from "./diagnostics/diagnostic.ts";
export { didYouMean } from "./diagnostics/did-you-mean.ts";
export type { DiagnosticCode } from "./diagnostics/table.ts";
export { type OutputFile, type Rendered, sha256, type Unit } from "./generate/output.ts";
export { BUILT, COMMITTED, SUBJECTS_DOC, UPCASTERS } from "./generate/paths.ts";
export { checkUpcasters, type UpcasterStep, upcasterSteps } from "./generate/typescript/upcasters.ts";
export { type GenerateOptions, indexFiles, units } from "./generate/units.ts";
export type { ExplainedError, ValidationRuntime } from "./generate/validators/runtime.ts";
export { bundle, snapshot } from "./model/bundle.ts";
export {
  CONSUMER_META_SCHEMA,
  CONSUMERS,
  type ConsumerProfile,
  changedFiles,
  type EventReads,
  type FieldRead,
  type KnownEvent,
  knownEvents,
  type ProfileFile,
  readConsumers,
  type ScannedFile,
  touches,
} from "./model/consumers.ts";
export type { ContractFile, EventFile } from "./model/contract-file.ts";
export { type EventInfo, type Lifecycle, OWNER } from "./model/event.ts";
export { consumersOf, type FieldReader, type FieldReaders, fieldReaders } from "./model/field-readers.ts";
export { ANY, deprecatedFields, fieldPointers, hasField } from "./model/fields.ts";
export { type InputFile, type Model, readModel } from "./model/model.ts";
export { RELEASED, RELEASED_LOCK, SCHEMAS, WAIVERS } from "./model/paths.ts";
export { type Released, type ReleasedVersion, readReleased, releasedFileOf } from "./model/released.ts";
export type { Schema, SchemaObject } from "./model/schema.ts";
export { type EventType, parseEventType, SUBJECT_PREFIX } from "./model/subject.ts";
export { textDigest } from "./model/text-digest.ts";
export {
  checkChanges,
  contractPath,
  FIELD_FORM,
  type Field,
  type MajorChanges,
  nextMajorContract,
  type Proposal,
  proposedContract,
  readField,
  upcasterStub,
} from "./propose/index.ts";
