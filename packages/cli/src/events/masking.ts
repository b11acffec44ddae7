import { hasField, type SchemaObject } from "@statehub/contract-tools";
import type { EventContract } from "@statehub/events-runtime";
import { isSensitive } from "@statehub/events-runtime/validation";
import type { Judged } from "./judge.ts";

export const MASKED = "[masked]";

const ATTRIBUTES: ReadonlySet<string> = new Set([
  ...["specversion", "id", "source", "type", "time", "datacontenttype", "dataschema"],
  ...["traceparent", "tracestate", "correlationid", "causationid"],
]);

/**
 * What may be printed of an event: without its personal and secret values, and without what no contract declares, which
 * may be a misspelt personal field.
 */
export function maskedEvent({ envelope, contract }: Judged, schema: SchemaObject | undefined): object | undefined {
  if (envelope === undefined) return undefined;
  const isOpen = contract !== undefined && !isSensitive(contract.key, contract.sensitive);
  return Object.fromEntries(
    Object.entries(envelope).map(([name, value]) => {
      if (name === "data") return [name, contract && schema ? maskedData(value, contract, schema) : MASKED];
      const isShown = typeof value === "string" && (ATTRIBUTES.has(name) || (name === "subject" && isOpen));
      return [name, isShown ? value : MASKED];
    }),
  );
}

/** Data of an event, with the values that its contract calls personal or secret or does not declare masked. */
export function maskedData(data: unknown, { sensitive }: EventContract, schema: SchemaObject): unknown {
  function shown(value: unknown, pointer: string): unknown {
    if (pointer !== "" && (isSensitive(pointer, sensitive) || !hasField(schema, pointer))) return MASKED;
    if (Array.isArray(value)) return value.map((item, i) => shown(item, `${pointer}/${i}`));
    if (typeof value !== "object" || value === null) return value;
    // A name that no contract writes down is sensitive only where any is: the keys of a map, which may be personal too.
    if (isSensitive(`${pointer}/\0`, sensitive)) return MASKED;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => {
        return [name, shown(inner, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`)];
      }),
    );
  }
  return isSensitive("", sensitive) ? MASKED : shown(data, "");
}
