import type { RawViolation } from "../contract/contract.ts";

/** Adds an error to a validator's list, which is null while there is none. The generated validators call it. */
export function report(
  errors: RawViolation[] | null,
  instancePath: string,
  keyword: string,
  params: RawViolation["params"],
  propertyName?: string,
): RawViolation[] {
  const error = { instancePath, keyword, params, ...(propertyName === undefined ? {} : { propertyName }) };
  if (errors === null) return [error];
  errors.push(error);
  return errors;
}
