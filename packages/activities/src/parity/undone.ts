import type { ActivityDefinition } from "../definition/definition.ts";
import { compile, ExpressionError } from "../expression/expression.ts";
import type { ActivityEvent } from "../run/evaluate.ts";
import type { Undone } from "./records.ts";

/** What events say of keys whose condition no longer holds, as the definition's `undone_by` reads them. */
export function undoneBy({ parity }: ActivityDefinition): (event: ActivityEvent) => Undone[] {
  const readers = (parity?.undone_by ?? []).map(({ event, key }) => ({ type: event, key: compile(key) }));
  return (event) =>
    readers.flatMap(({ type, key }) => {
      if (type !== event.type) return [];
      try {
        return [{ at: event.time, key: String(key.evaluate({ event })) }];
      } catch (error) {
        if (error instanceof ExpressionError) return [];
        throw error;
      }
    });
}
