import { Ajv, type Options } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { FormatTable } from "../format/format.ts";
import { isArray, isObject, type Json, type JsonObject, objectOf } from "../json/json.ts";
import type { Dialect } from "../load/dialect.ts";
import type { Library } from "../load/library.ts";
import { mapSubschemas } from "../model/rewrite.ts";
import { expressionOf } from "../pattern/expression.ts";
import { standalone } from "./standalone.ts";

/** Asks ajv about an instance: the keyword that it refuses by, or undefined when it accepts. */
export type Validate = (instance: Json) => string | undefined;

/** ajv matches with the same expressions as the rest of this package. */
const engine = Object.assign(
  (pattern: string): RegExp => {
    const expression = expressionOf(pattern);
    if (expression === undefined) throw new SyntaxError(`"${pattern}" is no regular expression`);
    return expression;
  },
  // ajv writes this into standalone code, which is never made here.
  { code: "undefined" },
);

type Make = new (options: Options) => Ajv;

const classes: Readonly<Record<Dialect, Make>> = {
  "draft-04": Ajv,
  "draft-06": Ajv,
  "draft-07": Ajv,
  "2019-09": Ajv2019 as unknown as Make,
  "2020-12": Ajv2020 as unknown as Make,
};

/**
 * Words that ajv 8 reads wrongly beside others get a schema of their own. `contains` beside `prefixItems` passes the
 * empty array; in 2019-09 it evaluates items, which only 2020-12 says: twice denied, it evaluates nothing. An `if`
 * without branches loses what it evaluates; as one of two alternatives it does not.
 */
function apart(schema: Json, dialect: Dialect): Json {
  if (!isObject(schema)) return schema;
  let result = mapSubschemas(schema, dialect, (one) => apart(one, dialect));
  const move = (names: readonly string[], change: (alone: JsonObject) => Json): void => {
    const [alone, rest] = [true, false].map((moved) =>
      objectOf(Object.entries(result).filter(([keyword]) => names.includes(keyword) === moved)),
    ) as [JsonObject, JsonObject];
    result = { ...rest, allOf: [...(isArray(rest.allOf) ? rest.allOf : []), change(alone)] };
  };
  const counts = ["contains", "minContains", "maxContains"];
  if (result.contains !== undefined && dialect === "2019-09") move(counts, (alone) => ({ not: { not: alone } }));
  else if (result.contains !== undefined && (result.prefixItems !== undefined || result.items !== undefined))
    move(counts, (alone) => alone);
  const { if: condition, then: yes, else: no } = result;
  if (condition !== undefined && isEmpty(yes) && isEmpty(no))
    move(["if", "then", "else"], () => ({ anyOf: [condition, true] }));
  return result;
}

function isEmpty(schema: Json | undefined): boolean {
  return isObject(schema) && Object.keys(schema).length === 0;
}

/**
 * Compiles a schema with ajv, for instances whose properties have no other names than these; throws what ajv throws
 * when it cannot.
 */
export function ajvFor(library: Library, formats: FormatTable, names: ReadonlySet<string>): Validate {
  const ajv = new classes[library.root.resource.dialect]({
    // The schemas are other people's: what is wrong with their style is not the question here.
    strict: false,
    validateSchema: false,
    meta: false,
    logger: false,
    // `toString` is a property only where the instance has it.
    ownProperties: true,
    // The code runs once or twice: polishing it costs more than it saves.
    code: { regExp: engine, optimize: false },
    formats: Object.fromEntries(Object.entries(formats).map(([name, { validate }]) => [name, validate])),
  });
  const validate = ajv.compile(
    apart(standalone(library, library.root, "d", names), library.root.resource.dialect) as object,
  );
  return (instance) => (validate(instance) === true ? undefined : (validate.errors?.[0]?.keyword ?? "false"));
}
