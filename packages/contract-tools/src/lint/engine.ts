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
import type { LintFile, Profile } from "./rule.ts";

/** What schemas accept, decided without compiling them. */
export interface Engine {
  /** The places in a file that nothing can satisfy. */
  impossible(file: LintFile): readonly Impossible[];
  /** Why the schema at a place refuses a value: nothing where it accepts it, undefined where that cannot be told. */
  refusals(file: LintFile, pointer: string, value: Json): readonly Failure[] | undefined;
  /** Whether the file's own draft refuses it as a schema, and where. */
  malformed(file: LintFile): readonly Failure[];
  /** The files as the other rules' questions need them. */
  readonly options: (file: LintFile) => Options;
}

/** In the profile `contract`, files are read as what a publisher may send. */
export function engineFor(profile: Profile, files: readonly LintFile[]): Engine {
  const isContract = profile === "contract";
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
    refusals: (file, pointer, value) =>
      attempt(() => {
        const reference = { $ref: `${file.uri}#${encodeURI(pointer)}` };
        const { failures } = evaluate(isContract ? closeSchema(reference) : reference, value, options(file));
        return failures;
      }),
    malformed: (file) =>
      attempt(() => evaluate({ $ref: META[file.dialect] }, file.value, options(file)).failures) ?? [],
  };
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
