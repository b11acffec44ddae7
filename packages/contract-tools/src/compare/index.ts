export type { Break, Direction } from "./breaks.ts";
export type { Bump } from "./bump.ts";
export type { ContractChange, Effect } from "./changes.ts";
export type { EventVerdict, ReportedBreak, ReportedChange } from "./event-verdict.ts";
export { type Base, type GateInput, type GateReport, gate, problemsOf } from "./gate.ts";
export type { Reader } from "./readers.ts";
export type { WitnessEvent } from "./witness.ts";
