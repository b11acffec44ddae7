import type { Json } from "./json/json.ts";
import { formatsOf, type Options } from "./options.ts";
import { type Reading, readingOf } from "./readings.ts";
import { type Workspace, workspaceFor } from "./workspace.ts";

/** A schema that was read once, for many questions. Made by `prepare`. */
export interface Prepared {
  readonly schema: Json;
}

interface Known {
  readonly reading: Reading;
  readonly workspace: Workspace;
  readonly options: Options;
}

const prepared = new WeakMap<Prepared, Known>();

/**
 * Reads a schema for many questions: `isSubschema` and `compare` take it in the place of the schema. What the options
 * say of reading (`model`, `dialect`, `documents`, `dialects`, `formats`) is fixed here; the rest is said with each
 * question. Schemas prepared beside each other share what is found out about their parts, which makes the versions of
 * one schema cheap to compare; they must agree about `model` and `formats`.
 *
 * A schema that cannot be read is prepared all the same, and every question about it is answered with unknown.
 */
export function prepare(schema: Json, options: Options = {}, beside?: Prepared): Prepared {
  const { firstDocuments: _, secondDocuments: __, ...own } = options;
  const result: Prepared = { schema };
  const neighbour = beside === undefined ? undefined : knownOf(beside);
  if (neighbour !== undefined) agree(own, neighbour.options);
  const workspace = neighbour?.workspace ?? workspaceFor(formatsOf(own));
  prepared.set(result, { reading: readingOf(schema, own), workspace, options: own });
  return result;
}

function knownOf(value: Prepared): Known {
  const known = prepared.get(value);
  if (known === undefined) throw new TypeError("got a prepared schema that prepare() did not return");
  return known;
}

function agree(a: Options, b: Options): void {
  const models = [a.model ?? "as-written", b.model ?? "as-written"];
  if (models[0] !== models[1])
    throw new TypeError(`got schemas prepared for the models ${models.join(" and ")}, want one model`);
  if (formatsOf(a) !== formatsOf(b)) throw new TypeError("got schemas prepared with different formats, want one table");
}

/** Two schemas ready to be asked about. */
export interface Couple {
  readonly a: Reading;
  readonly b: Reading;
  readonly workspace: Workspace;
  /** The options of the question, as far as the schemas do not fix them. */
  readonly options: Options;
}

/** Reads what is not read yet. */
export function coupleOf(a: Json | Prepared, b: Json | Prepared, options: Options): Couple {
  const [first, second] = [readAlready(a), readAlready(b)];
  if (first === undefined && second === undefined) {
    return {
      a: readingOf(a as Json, documentsOf(options, "firstDocuments")),
      b: readingOf(b as Json, documentsOf(options, "secondDocuments")),
      workspace: workspaceFor(formatsOf(options)),
      options,
    };
  }
  const fixed = (first ?? second) as Known;
  const { model, formats } = fixed.options;
  const asked: Options = { ...options, ...(model && { model }), ...(formats && { formats }) };
  const one = first ?? knownOf(prepare(a as Json, documentsOf(asked, "firstDocuments")));
  const other = second ?? knownOf(prepare(b as Json, documentsOf(asked, "secondDocuments")));
  agree(one.options, other.options);
  const workspace = one.workspace === other.workspace ? one.workspace : workspaceFor(formatsOf(asked));
  return { a: one.reading, b: other.reading, workspace, options: asked };
}

function readAlready(value: Json | Prepared): Known | undefined {
  return typeof value === "object" && value !== null ? prepared.get(value as Prepared) : undefined;
}

/** The options for one of the two schemas. */
function documentsOf(options: Options, side: "firstDocuments" | "secondDocuments"): Options {
  const documents = options[side];
  return documents === undefined ? options : { ...options, documents };
}
