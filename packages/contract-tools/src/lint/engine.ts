import {
  closeDocument,
  closeSchema,
  contractObstacle,
  evaluate,
  type Failure,
  type FormatTable,
  type Impossible,
  impossiblePlaces,
  type Json,
  type Obstacle,
  type Options,
  SchemaError,
  standardFormats,
  validatorOf,
} from "@statehub/schema-compat";
import { bundle } from "../model/bundle.ts";
import { closed } from "../model/content-model.ts";
import type { ContractFile } from "../model/contract-file.ts";
import type { Model } from "../model/model.ts";
import { valueAt } from "../model/pointer.ts";
import type { SchemaObject } from "../model/schema.ts";
import type { LintFile } from "./rule.ts";

/** Whether a value is valid, and if not, what refused it. */
export interface Judgement {
  readonly failures: readonly Failure[];
  /** The document that a failure's schema pointer leads into. */
  readonly documentOf: (failure: Failure) => Json | undefined;
}

/** What schemas accept, decided without compiling them. */
export interface Engine {
  /** The places in a file that nothing can satisfy. */
  impossible(file: LintFile): readonly Impossible[];
  /** How the schema at a place judges a value; undefined where that cannot be told. */
  judge(file: LintFile, pointer: string, value: Json): Judgement | undefined;
  /** Whether the file's own draft refuses it as a schema, and where. */
  malformed(file: LintFile): readonly Failure[];
  /** The first thing in a contract by which what may be sent is not well defined. */
  obstacle(file: LintFile): Obstacle | undefined;
}

/** With a model, files are read as what a publisher may send. */
export function engineFor(files: readonly LintFile[], model?: Model, formats: FormatTable = standardFormats): Engine {
  const read = (value: Json): Json => (model === undefined ? value : closeDocument(value));
  const asWritten = Object.fromEntries(files.map(({ uri, value }) => [uri, value]));
  const asRead = model === undefined ? asWritten : Object.fromEntries(files.map((one) => [one.uri, read(one.value)]));

  function options({ uri, value, dialect }: LintFile, documents = asRead): Options {
    // Where two files claim one URI, each is right about itself.
    const isClaimed = asWritten[uri] !== value;
    const others = isClaimed ? { ...documents, [uri]: read(value) } : documents;
    return { dialect, documents: others, formats, refSiblings: "ignored" };
  }

  /** What judges values at a place: most places with examples have several. */
  const schemaAt = memo((file: LintFile, pointer: string) => {
    const schema =
      file.contract && model ? strict(file.contract, model, pointer) : { $ref: referenceTo(file, pointer) };
    return { schema, accepts: validatorOf(schema, options(file)) };
  });

  const isSchema: Partial<Record<LintFile["dialect"], (value: Json) => boolean>> = {};

  return {
    impossible: (file) => impossiblePlaces(model === undefined ? file.value : closeSchema(file.value), options(file)),
    judge: (file, pointer, value) =>
      attempt(() => {
        const { schema, accepts } = schemaAt(file, pointer);
        // Telling what refused it takes longer, and is seldom asked for.
        const failures = accepts(value) ? [] : evaluate(schema, value, options(file)).failures;
        return { failures, documentOf: ({ document }) => (document === "" ? schema : asRead[document]) };
      }),
    obstacle: memo((file: LintFile) => contractObstacle(file.value, options(file, asWritten))),
    malformed: (file) =>
      attempt(() => {
        const { dialect, value } = file;
        const meta = { $ref: META[dialect] };
        isSchema[dialect] ??= validatorOf(meta, { dialect });
        return isSchema[dialect](value) ? [] : evaluate(meta, value, { dialect }).failures;
      }) ?? [],
  };
}

const referenceTo = ({ uri }: LintFile, pointer: string): string =>
  `${uri}#${pointer.split("/").map(encodeURIComponent).join("/")}`;

/** What the publisher's validator is made of, for a place in a contract. */
function strict(contract: ContractFile, { references }: Model, pointer: string): Json {
  const schema = valueAt(contract.schema, pointer) as SchemaObject;
  const part = pointer === "" ? contract : { ...contract, schema };
  return closed(bundle(part, references)) as unknown as Json;
}

const META: Readonly<Record<LintFile["dialect"], string>> = {
  "draft-04": "http://json-schema.org/draft-04/schema#",
  "draft-06": "http://json-schema.org/draft-06/schema#",
  "draft-07": "http://json-schema.org/draft-07/schema#",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
};

/** Asks once per file and place. */
function memo<Answer>(ask: (file: LintFile, pointer: string) => Answer): (file: LintFile, pointer?: string) => Answer {
  const known = new Map<LintFile, Map<string, Answer>>();
  return (file, pointer = "") => {
    const answers = known.get(file) ?? new Map<string, Answer>();
    known.set(file, answers);
    if (!answers.has(pointer)) answers.set(pointer, ask(file, pointer));
    return answers.get(pointer) as Answer;
  };
}

/** A schema that cannot be read has no answers; what is wrong with it is for other rules to say. */
function attempt<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof SchemaError || error instanceof RangeError) return undefined;
    throw error;
  }
}
