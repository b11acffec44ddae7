/** What is known of one `format`: its exact test, and what the prover may use. */
export interface Format {
  readonly validate: (text: string) => boolean;
  /** An ECMA-262 expression that, with `maxLength`, matches exactly the valid texts. */
  readonly exactly?: string;
  /** No valid text has more code points. */
  readonly maxLength?: number;
  /** An expression that matches every valid text, and perhaps others. */
  readonly within?: string;
  /** Some valid texts, for witnesses. */
  readonly samples?: readonly string[];
  /** Names of formats that accept everything that this one accepts. */
  readonly impliedFormats?: readonly string[];
}

/** Formats by name. Of a name that is missing nothing is known: two schemas agree about it only if both say it. */
export type FormatTable = Readonly<Record<string, Format>>;

/** Every format says nothing. */
export const annotatedFormats: FormatTable = {};
