import { and } from "ajv/dist/compile/codegen/index.js";
import { _, type CodeKeywordDefinition, type KeywordCxt, Name } from "ajv/dist/core.js";
import type { KeywordErrorCxt } from "ajv/dist/types/index.js";
import additionalProperties from "ajv/dist/vocabularies/applicator/additionalProperties.js";
import type { ValidationRuntime } from "./runtime.ts";

/** Keywords that ajv does slower or less strictly than we need. Their code calls functions of the runtime by name. */
export function contractKeywords(runtime: ValidationRuntime): CodeKeywordDefinition[] {
  /** A call of an exported function: the code holds its name, a run inside this process the function itself. */
  function runtimeFunction(cxt: KeywordCxt, name: string): Name {
    return cxt.gen.scopeValue("func", { key: name, ref: runtime.functions[name], code: new Name(name) });
  }

  const format: CodeKeywordDefinition = {
    keyword: "format",
    type: "string",
    schemaType: "string",
    error: { message: "", params: ({ schema }) => _`{format: ${schema}}` },
    code(cxt) {
      const name = runtime.formats[cxt.schema as string];
      if (name === undefined) throw new TypeError(`unknown format ${JSON.stringify(cxt.schema)}`);
      cxt.fail(_`!${runtimeFunction(cxt, name)}(${cxt.data})`);
    },
  };
  const limitOfLength = {
    type: "string",
    schemaType: "number",
    error: { message: "", params: ({ schema }: KeywordErrorCxt) => _`{limit: ${schema}}` },
  } as const;
  const maxLength: CodeKeywordDefinition = {
    ...limitOfLength,
    keyword: "maxLength",
    code(cxt) {
      const limit = cxt.schema as number;
      // There are never more code points than code units: most strings need no count.
      const count = runtimeFunction(cxt, "codePointLength");
      cxt.fail(_`${cxt.data}.length > ${limit} && ${count}(${cxt.data}) > ${limit}`);
    },
  };
  const minLength: CodeKeywordDefinition = {
    ...limitOfLength,
    keyword: "minLength",
    code(cxt) {
      const { data } = cxt;
      const limit = cxt.schema as number;
      // A code point is one or two code units.
      if (limit <= 1) return cxt.fail(_`${data}.length < ${limit}`);
      const count = runtimeFunction(cxt, "codePointLength");
      cxt.fail(_`${data}.length < ${limit} || (${data}.length < ${limit * 2} && ${count}(${data}) < ${limit})`);
    },
  };
  const closedObject: CodeKeywordDefinition = {
    ...additionalProperties.default,
    code(cxt, ruleType) {
      const { schema, parentSchema, gen, data, it } = cxt;
      if (schema !== false || parentSchema.patternProperties !== undefined || it.opts.unevaluated) {
        return additionalProperties.default.code(cxt, ruleType);
      }
      const known = Object.keys((parentSchema.properties as object | undefined) ?? {});
      // Above eight names ajv looks them up in the schema; comparing interned strings is faster at every size.
      gen.forIn("key", data, (name) => {
        const isUnknown = known.map((one) => _`${name} !== ${one}`);
        gen.if(isUnknown.length === 0 ? true : and(...isUnknown), () => {
          cxt.setParams({ additionalProperty: name });
          cxt.error();
        });
      });
    },
  };
  return [format, maxLength, minLength, closedObject];
}
