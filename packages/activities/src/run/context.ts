import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { ActivityDefinition, ContextSource } from "../definition/definition.ts";
import { milliseconds } from "../definition/duration.ts";
import type { Scope } from "../expression/expression.ts";
import { compileTemplate, render, type Template } from "../expression/template.ts";

/** What is asked of a context source. */
export interface ContextRequest {
  readonly source: "hub";
  /** Path and query. */
  readonly path: string;
  /** Aborted after the source's timeout. */
  readonly signal: AbortSignal;
}

/** Fetches JSON. Rejects for anything but a success. */
export type FetchContext = (request: ContextRequest) => Promise<unknown>;

/** A context source that is ready to be read. */
export interface SourceReader {
  readonly name: string;
  /** The value, valid under the source's result schema; null where it failed and the definition says so. */
  read(scope: Scope, fetch: FetchContext): Promise<unknown>;
}

export function contextSources({ context = {} }: ActivityDefinition): SourceReader[] {
  return Object.entries(context).map(([name, source]) => {
    const path = compileTemplate(source.path);
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(source.result);
    return { name, read: (scope, fetch) => readSource(name, source, path, validate, scope, fetch) };
  });
}

async function readSource(
  name: string,
  { source, timeout, on_failure }: ContextSource,
  path: Template,
  validate: ValidateFunction,
  scope: Scope,
  fetch: FetchContext,
): Promise<unknown> {
  // A path that cannot be written is a mistake in the definition, and no failure of the source.
  const request = { source, path: render(path, scope, encodeURIComponent) };
  try {
    const value = await fetch({ ...request, signal: AbortSignal.timeout(milliseconds(timeout)) });
    if (validate(value)) return value;
    const [error] = validate.errors ?? [];
    throw new TypeError(`context.${name}${error?.instancePath ?? ""}: the answer ${error?.message ?? "is not valid"}`);
  } catch (error) {
    if (on_failure === "null") return null;
    // Values in the address may be personal: the definition's text stands for it.
    const message = error instanceof Error ? error.message : "something that is no error was thrown";
    throw new TypeError(message.replaceAll(request.path, path.text), { cause: error });
  }
}
