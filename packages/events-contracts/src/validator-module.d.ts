// What every module under validators/ exports. They are built by `statehub-events generate`, one per contract file,
// and the module that imports one says what data it is for.
import type { Validator } from "@statehub/events-runtime";

// biome-ignore lint/suspicious/noExplicitAny: one declaration stands for the validators of all contracts
type AnyValidator = Validator<any>;

/** What a publisher may send: everything declared, nothing undeclared. */
export declare const strict: AnyValidator;
/** What a consumer accepts: structure, not the writer's promises about values. */
export declare const tolerant: AnyValidator;
