import { readFileSync } from "node:fs";
import type { FetchContext } from "@statehub/activities";
import { UsageError } from "../usage-error.ts";

/** Answers for context sources: recorded ones from a file (`{ "/path": answer }`), or those of a hub. */
export function contextFrom(file: string | undefined, hub: string | undefined): FetchContext {
  if (hub !== undefined) {
    return async ({ path, signal }) => {
      const response = await fetch(new URL(path, hub), { signal });
      if (!response.ok) throw new TypeError(`${path}: the hub answered ${response.status}`);
      return response.json();
    };
  }
  const answers: unknown = file === undefined ? {} : recordedAnswers(file);
  if (typeof answers !== "object" || answers === null) throw new UsageError(`--context: ${file} is not a JSON object`);
  return async ({ path }) => {
    if (Object.hasOwn(answers, path)) return (answers as Record<string, unknown>)[path];
    throw new TypeError(`no answer is recorded for ${path}: give --context or --hub`);
  };
}

function recordedAnswers(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UsageError(`--context: ${file} cannot be read: ${(error as Error).message}`);
  }
}
