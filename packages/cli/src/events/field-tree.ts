import { ANY, fieldPointers, hasField, type SchemaObject } from "@statehub/contract-tools";

/** The fields of a schema, for finding out fast which of them data has. */
export class FieldTree {
  readonly #schema: SchemaObject;
  readonly #declared: ReadonlySet<string>;

  constructor(schema: SchemaObject) {
    this.#schema = schema;
    this.#declared = new Set(fieldPointers(schema));
  }

  /** Pointers of all declared fields, `*` for any index or free name. */
  get declared(): ReadonlySet<string> {
    return this.#declared;
  }

  /** Adds the declared fields that data has to `seen`; calls `undeclared` with the pointer of each that is not. */
  visit(data: unknown, seen: Set<string>, undeclared: (pointer: string) => void, at = ""): void {
    if (typeof data !== "object" || data === null) return;
    const isList = Array.isArray(data);
    for (const [name, value] of Object.entries(data)) {
      const segment = isList ? ANY : segmentOf(name);
      const pointer = this.pointerOf(at, segment);
      if (pointer === undefined) undeclared(`${at}/${segment}`);
      else {
        seen.add(pointer);
        this.visit(value, seen, undeclared, pointer);
      }
    }
  }

  /** The declared field of that name, or that any name may have; undefined where there is none. */
  pointerOf(at: string, name: string): string | undefined {
    for (const pointer of [`${at}/${name}`, `${at}/${ANY}`]) if (this.#declared.has(pointer)) return pointer;
    // A schema that contains itself declares more than can be listed.
    return hasField(this.#schema, `${at}/${name}`) ? `${at}/${name}` : undefined;
  }
}

/** A name as a pointer has it. */
export function segmentOf(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name;
}
