import {
  closeDocument,
  closeSchema,
  evaluate,
  type Failure,
  type Impossible,
  impossiblePlaces,
  type Json,
  type Options,
  SchemaError,
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
  /** The files as the other rules' questions need them. */
  readonly options: (file: LintFile) => Options;
}

/** With a model, files are read as what a publisher may send. */
export function engineFor(files: readonly LintFile[], model: Model | undefined): Engine {
  const isContract = model !== undefined;
  const asWritten = Object.fromEntries(files.map(({ uri, value }) => [uri, value]));
  const documents = isContract
    ? Object.fromEntries(files.map(({ uri, value }) => [uri, closeDocument(value)]))
    : asWritten;
  const options = ({ dialect }: LintFile, from = documents): Options => ({
    dialect,
    documents: from,
    refSiblings: "ignored",
  });

  return {
    options: (file) => options(file, asWritten),
    impossible: (file) => impossiblePlaces(isContract ? closeSchema(file.value) : file.value, options(file)),
    judge: (file, pointer, value) =>
      attempt(() => {
        const schema =
          file.contract && model ? strict(file.contract, model, pointer) : { $ref: referenceTo(file, pointer) };
        const { failures } = evaluate(schema, value, options(file));
        const documentOf = ({ document }: Failure): Json | undefined =>
          document === "" ? schema : documents[document];
        return { failures, documentOf };
      }),
    malformed: (file) =>
      attempt(() => evaluate({ $ref: META[file.dialect] }, file.value, options(file)).failures) ?? [],
  };
}

const referenceTo = (file: LintFile, pointer: string): string => `${file.uri}#${encodeURI(pointer)}`;

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

/** A schema that cannot be read has no answers; what is wrong with it is for other rules to say. */
function attempt<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof SchemaError || error instanceof RangeError) return undefined;
    throw error;
  }
}
