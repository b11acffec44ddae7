import type { Environment } from "@marcbachmann/cel-js";
import { numericEnvironment } from "../expression/environment.ts";
import { problemIn, type TypeProblem, typeProblem } from "../expression/expression.ts";
import { entryOf, fieldNames, fieldOf, itemsOf } from "./inside.ts";
import type { Kind } from "./literals.ts";
import { kindsOf, type Shape } from "./shape.ts";
import type { Value } from "./value.ts";

/** What CEL itself says of an expression's types: of overloads, functions and the result. */
export interface CelVerdict {
  readonly type: string | undefined;
  readonly problem: TypeProblem | undefined;
}

/** Deeper than this, types are not followed: a schema may be recursive. */
const DEEPEST = 8;

/** Checks expressions by CEL's own rules, with types made from the shapes of the names. */
export class CelTypes {
  readonly #environment: Environment = numericEnvironment(true);
  #count = 0;

  /** Names in the expressions: those that a map may hold become fields of it. */
  readonly #mentioned: ReadonlySet<string>;

  constructor(names: ReadonlyMap<string, Value>, mentioned: ReadonlySet<string> = new Set()) {
    this.#mentioned = mentioned;
    // Whether null is guarded is asked elsewhere: for CEL a nullable value is of its other type.
    for (const type of ["string", "double", "bool", "list", "map"]) this.#comparesWithNull(type);
    // JSON integers are doubles, and so are the members of a list that is written out.
    this.#environment.registerOperator("double in list<int>", (a: number, list: bigint[]) =>
      list.some((b) => Number(b) === a),
    );
    for (const [name, { shape }] of names) {
      const type = name === "now" ? "google.protobuf.Timestamp" : shape === undefined ? "dyn" : this.#typeOf(shape, 0);
      this.#environment.registerVariable(name, type);
    }
  }

  /** By the types of the names, and without, as it is evaluated. */
  check(text: string): CelVerdict {
    const verdict = this.#environment.check(text);
    const problem = problemIn(verdict) ?? typeProblem(text);
    return { type: problem === undefined ? verdict.type : undefined, problem };
  }

  #typeOf(shape: Shape, depth: number): string {
    const all = [...kindsOf(shape)];
    const kinds = all.length > 1 ? all.filter((one) => one !== "null") : all;
    const [kind] = kinds;
    if (kinds.length !== 1 || kind === undefined || depth > DEEPEST) return "dyn";
    if (kind === "array") {
      const items = itemsOf(shape);
      return `list<${items.variants.length === 0 ? "dyn" : this.#typeOf(items, depth + 1)}>`;
    }
    return kind === "object" ? this.#objectType(shape, depth) : SCALARS[kind];
  }

  #objectType(shape: Shape, depth: number): string {
    const declared = fieldNames(shape);
    // An object without declared fields is a map.
    if (declared.length === 0) {
      const entry = entryOf(shape);
      return `map<string, ${entry === undefined ? "dyn" : this.#typeOf(entry, depth + 1)}>`;
    }
    const fields: Record<string, string> = {};
    for (const name of new Set([...declared, ...this.#mentioned])) {
      const field = fieldOf(shape, name);
      if (field !== undefined) fields[name] = this.#typeOf(field.shape, depth + 1);
    }
    const name = `Object${this.#count++}`;
    this.#environment.registerType(name, { fields });
    this.#comparesWithNull(name);
    return name;
  }

  #comparesWithNull(type: string): void {
    this.#environment.registerOperator(`${type} == null`, (value: unknown) => value === null);
  }
}

const SCALARS: Readonly<Record<Exclude<Kind, "array" | "object">, string>> = {
  null: "null_type",
  boolean: "bool",
  number: "double",
  string: "string",
};
