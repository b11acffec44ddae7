import type { FormatTable } from "../format/format.ts";
import { type Json, type JsonObject, own } from "../json/json.ts";
import { appendPointer } from "../json/pointer.ts";
import { knows } from "../load/dialect.ts";
import type { Library } from "../load/library.ts";
import { type Location, SchemaError, schemaAt } from "../load/location.ts";
import { arrayKeywords } from "./arrays.ts";
import { Evaluated, type Failure, type Frame, type Keyword, type Run, type Scope } from "./frame.ts";
import { logicKeywords } from "./logic.ts";
import { numberKeywords } from "./numbers.ts";
import { objectKeywords } from "./objects.ts";
import { referenceKeywords } from "./references.ts";
import { stringKeywords } from "./strings.ts";
import { valueKeywords } from "./values.ts";

/** In this order: `unevaluated*` looks at what all the others have evaluated. */
const { unevaluatedItems, contains, ...plainArrayKeywords } = arrayKeywords;
const { unevaluatedProperties, ...plainObjectKeywords } = objectKeywords;
const keywords = new Map<string, Keyword>(
  Object.entries({
    ...valueKeywords,
    ...numberKeywords,
    ...stringKeywords,
    ...plainObjectKeywords,
    ...plainArrayKeywords,
    contains,
    ...logicKeywords,
    ...referenceKeywords,
    unevaluatedItems,
    unevaluatedProperties,
  }) as [string, Keyword][],
);

/** Deeper than any schema or instance of use; a reference that comes back to itself at one instance goes past it. */
const maxDepth = 600;

function apply(
  run: Run,
  location: Location,
  instance: Json,
  pointer: string,
  scope: Scope | undefined,
  evaluated: Evaluated,
): boolean {
  const schema = schemaAt(location);
  if (run.visited !== undefined) {
    const seen = run.visited.get(pointer);
    if (seen === undefined) run.visited.set(pointer, [location]);
    else seen.push(location);
  }
  if (schema === true) return true;
  if (schema === false) {
    run.failures?.push({
      schemaPointer: location.pointer,
      document: location.document,
      keyword: "false",
      instancePointer: pointer,
    });
    return false;
  }
  if (run.depth > maxDepth) throw new SchemaError("$ref", location.pointer, "the references at this place never end");
  run.depth++;
  const inner: Scope = scope?.resource === location.resource ? scope : { resource: location.resource, outer: scope };
  const frame: Frame = {
    run,
    schema,
    location,
    instance,
    pointer,
    scope: inner,
    evaluated,
    inPlace(at, quiet) {
      const own = new Evaluated();
      const valid = apply(quiet === true ? silent(run) : run, at, instance, pointer, inner, own);
      if (valid) evaluated.add(own);
      return valid;
    },
    part(at, value, token, quiet) {
      const to = token === "" && value === instance ? pointer : appendPointer(pointer, token);
      return apply(quiet === true ? silent(run) : run, at, value, to, inner, new Evaluated());
    },
  };
  const valid = judge(frame);
  run.depth--;
  return valid;
}

type Step = readonly [name: string, keyword: Keyword, value: Json];

const plans = new WeakMap<Location, readonly Step[]>();

/** The keywords that count at a place, in the order in which they are judged. */
function planOf({ library }: Run, location: Location, schema: JsonObject): readonly Step[] {
  let plan = plans.get(location);
  if (plan === undefined) {
    const onlyRef = library.hides(location) && Object.hasOwn(schema, "$ref");
    plan = [...keywords].flatMap(([name, keyword]): Step[] => {
      const value = own(schema, name);
      const counts = value !== undefined && knows(location.resource.dialect, name) && (!onlyRef || name === "$ref");
      return counts ? [[name, keyword, value]] : [];
    });
    plans.set(location, plan);
  }
  return plan;
}

function judge(frame: Frame): boolean {
  const { schema, location, run } = frame;
  let valid = true;
  for (const [name, keyword, value] of planOf(run, location, schema)) {
    if (keyword(value, frame)) continue;
    valid = false;
    run.failures?.push({
      schemaPointer: appendPointer(location.pointer, name),
      document: location.document,
      keyword: name,
      instancePointer: frame.pointer,
    });
    if (run.failures === undefined) return false;
  }
  return valid;
}

/** The same run without reports, for branches that may fail without harm. */
function silent(run: Run): Run {
  return run.failures === undefined ? run : { ...run, failures: undefined, visited: undefined };
}

export interface Evaluation {
  readonly valid: boolean;
  /** Every keyword that refused, innermost first. Empty when valid. */
  readonly failures: readonly Failure[];
  /** By instance pointer, the schema places that were applied there outside of optional branches. */
  readonly visited: ReadonlyMap<string, readonly Location[]>;
}

/** Whether the library's schema accepts the instance; numbers are exact decimals, nothing is rounded. */
export function accepts(library: Library, formats: FormatTable, instance: Json): boolean {
  const run: Run = { library, formats, failures: undefined, visited: undefined, depth: 0 };
  return apply(run, library.root, instance, "", undefined, new Evaluated());
}

/** Like `accepts`, with what refused and where. */
export function explain(library: Library, formats: FormatTable, instance: Json): Evaluation {
  const failures: Failure[] = [];
  const visited = new Map<string, Location[]>();
  const run: Run = { library, formats, failures, visited, depth: 0 };
  const valid = apply(run, library.root, instance, "", undefined, new Evaluated());
  return { valid, failures: valid ? [] : failures, visited };
}
