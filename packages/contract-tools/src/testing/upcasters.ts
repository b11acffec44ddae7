import fc from "fast-check";
import { valueAt } from "../model/pointer.ts";
import { instancesOf } from "./instances.ts";

/** What is asked of an upcaster; those of `@statehub/events-runtime` are such. */
export interface TestedUpcaster {
  readonly from: TestedContract;
  readonly to: TestedContract;
  upcast(data: never): unknown;
}

/** What is asked of a contract. */
export interface TestedContract {
  readonly type: string;
  /** JSON Pointer into the data. */
  readonly key: string;
  readonly strict: TestedValidator;
  readonly tolerant: TestedValidator;
}

interface TestedValidator {
  (data: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly keyword: string }[] | null;
}

export interface UpcasterProperty {
  /** A sentence, for the name of a test. */
  readonly name: string;
  /** Throws when it does not hold. */
  readonly check: (parameters?: fc.Parameters<[unknown]>) => void;
}

/**
 * What holds of every upcaster, tried on instances of the earlier contract's schema and on its examples: the newer
 * contract's readers accept what it gives, nothing undeclared is left in it, the key keeps its value, the same gives the
 * same, and what it was given is not changed.
 */
export function upcasterProperties(upcaster: TestedUpcaster, schema: object): readonly UpcasterProperty[] {
  const { from, to } = upcaster;
  const { examples = [] } = schema as { readonly examples?: readonly unknown[] };
  const upcast = (data: unknown): unknown => upcaster.upcast(data as never);
  const property = (name: string, holds: (data: unknown) => void): UpcasterProperty => ({
    name: `${from.type} to ${to.type}: ${name}`,
    check(parameters = {}) {
      const tried = examples.map((example): [unknown] => [example]);
      fc.assert(fc.property(instancesOf(schema), holds), {
        includeErrorInReport: true,
        ...parameters,
        examples: [...tried, ...(parameters.examples ?? [])],
      });
    },
  });
  return [
    property("what it gives is accepted by the newer contract's readers", (data) => {
      if (!to.tolerant(upcast(data))) throw new TypeError(`refused: ${refusals(to.tolerant).join(", ")}`);
    }),
    property("it leaves nothing behind that the newer contract does not declare", (data) => {
      const isFine = to.strict(upcast(data));
      const left = isFine ? [] : refusals(to.strict).filter((one) => /(?:additional|unevaluated)Properties$/.test(one));
      if (left.length > 0) throw new TypeError(`undeclared: ${left.join(", ")}`);
    }),
    property("the key keeps its value, so that order holds from one major to the next", (data) => {
      const [before, after] = [valueAt(data, from.key), valueAt(upcast(data), to.key)];
      if (String(before) !== String(after)) throw new TypeError(`got another value at ${to.key} than at ${from.key}`);
    }),
    property("the same event gives the same, and is not changed", (data) => {
      const given = structuredClone(data);
      const [first, second] = [JSON.stringify(upcast(data)), JSON.stringify(upcast(data))];
      if (first !== second) throw new TypeError("got something else the second time");
      if (JSON.stringify(given) !== JSON.stringify(data)) throw new TypeError("got data that it has changed");
    }),
  ];
}

const refusals = ({ errors }: TestedValidator): string[] =>
  (errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
