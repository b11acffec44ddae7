import { ANY, type SchemaObject } from "@statehub/contract-tools";
import type { EventContract } from "@statehub/events-runtime";
import { isSensitive } from "@statehub/events-runtime/validation";
import { FieldTree, segmentOf } from "./field-tree.ts";
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
function maskedData(data: unknown, contract: EventContract, schema: SchemaObject): unknown {
  const { fields, isHidden } = maskOf(contract, schema);
  function shown(value: unknown, at: string): unknown {
    if (isHidden(at)) return MASKED;
    if (value === null) return value;
    // A name where an object with a name in it was expected is still a name.
    if (typeof value !== "object") return contract.sensitive.some((one) => one.startsWith(`${at}/`)) ? MASKED : value;
    const inside = (inner: unknown, name: string): unknown => {
      const pointer = fields.pointerOf(at, name);
      return pointer === undefined ? MASKED : shown(inner, pointer);
    };
    if (Array.isArray(value)) return value.map((item) => inside(item, ANY));
    // Where any name is sensitive, the names themselves may be: the keys of a map, say.
    if (isHidden(`${at}/${ANY}`)) return MASKED;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inside(inner, segmentOf(name))]));
  }
  // What is no object is not what the contract speaks of.
  return typeof data === "object" ? shown(data, "") : MASKED;
}

interface Mask {
  readonly fields: FieldTree;
  /** By the pointer of a declared field. */
  readonly isHidden: (pointer: string) => boolean;
}

/** Looked up for each value of each event. */
const masks = new WeakMap<EventContract, Mask>();

function maskOf(contract: EventContract, schema: SchemaObject): Mask {
  let mask = masks.get(contract);
  if (mask === undefined) {
    const known = new Map<string, boolean>();
    const isHidden = (pointer: string): boolean => {
      const hidden = known.get(pointer) ?? isSensitive(pointer, contract.sensitive);
      // A schema that contains itself has pointers without end.
      if (known.size < 10_000) known.set(pointer, hidden);
      return hidden;
    };
    mask = { fields: new FieldTree(schema), isHidden };
    masks.set(contract, mask);
  }
  return mask;
}
