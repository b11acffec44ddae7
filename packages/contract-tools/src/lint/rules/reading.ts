import type { DiagnosticCode } from "../../diagnostics/table.ts";
import { CONTRACT, EVERYWHERE, JSON_SCHEMA, type Profile, type Rule } from "../rule.ts";

type Entry = readonly [id: DiagnosticCode, description: string, profiles?: readonly Profile[], isFixable?: true];

const ENTRIES: readonly Entry[] = [
  ["no-contracts", "there is at least one event to check"],
  ["no-schemas", "there is at least one schema to check", JSON_SCHEMA],
  ["unreadable-file", "every file can be read", EVERYWHERE],
  ["json-syntax", "a file is JSON, or YAML where its name says so", EVERYWHERE],
  ["json-duplicate-key", "no property stands twice in one object", EVERYWHERE],
  ["too-deep", "values are nested at most 100 levels deep", EVERYWHERE],
  ["not-an-object", "a schema is an object", EVERYWHERE],
  ["missing-keyword", "a contract says all that types, pages and checks are made of", CONTRACT, true],
  ["closed-contract", "no contract closes itself", CONTRACT, true],
  ["wrong-path", "a file's path is that of an event, a shared fragment or the envelope"],
  ["wrong-dialect", "`$schema` is the contract meta-schema", CONTRACT, true],
  ["wrong-id", "`$id` follows from the path", CONTRACT, true],
  ["wrong-type", "the event type follows from the path", CONTRACT, true],
  ["wrong-title", "`title` follows from the event type, or from the fragment's name", CONTRACT, true],
  ["wrong-version", "the version's major is that of the file"],
  ["misplaced-event", "`x-event` stands in events only"],
  ["subject-grammar", "an event type follows the grammar: tokens, reserved tokens, a past participle or state word"],
  ["unusable-name", "no field has a name that JavaScript loses"],
  ["duplicate-type", "one file claims an event type"],
  ["duplicate-id", "one file claims an `$id`"],
  ["type-is-prefix", "no event type is the beginning of another"],
  ["unknown-event", "a replacement is an event that there is"],
  ["bad-key", "the key leads to a required string or number"],
  ["cyclic-reference", "no reference leads back to itself without a step into the data"],
  ["reference-to-event", "no event refers to the schema of another"],
  ["name-clash", "no two types of a module have one name"],
  ["file-name-clash", "no two files have one type name"],
  ["bad-name", "the name of a type is PascalCase and not taken"],
  ["released-edited", "a released version is what was released"],
  ["released-missing", "a released version is not removed"],
  ["released-unlocked", "what lies among the released versions was released"],
  ["released-place", "a released version lies where its type and version say"],
  ["released-lock", "the lock of the released versions can be read"],
  ["waivers-file", "the waivers are well formed, and of rules that may be waived"],
  ["expired-waiver", "no waiver has ended"],
  ["unused-waiver", "every waiver waives something", CONTRACT, true],
];

/** What reading the files finds, before anything else is asked: without it no contract is usable, so it is not waived. */
export const READING: readonly Rule[] = ENTRIES.map(([id, description, profiles = CONTRACT, isFixable = false]) => ({
  id,
  severity: "error",
  description,
  profiles,
  readIn: profiles,
  isFixable,
}));
