export { FIELD_FORM, type Field, readField } from "./field.ts";
export { checkChanges, type MajorChanges, nextMajorContract } from "./next-major.ts";
export { contractPath, type Proposal, proposedContract } from "./proposal.ts";
export { upcasterStub } from "./upcaster/stub.ts";
