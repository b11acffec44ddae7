/** What is said of a problem: what was found and wanted, and what to do. */
export interface Words {
  readonly message: string;
  readonly fix: string;
}

export const quote = (text: string): string => JSON.stringify(text);

/** ` Did you mean "x"?`, or nothing. */
export const suggest = (text: string | undefined): string =>
  text === undefined ? "" : ` Did you mean ${quote(text)}?`;
