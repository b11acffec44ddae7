import { registerSchema, unregisterSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import "@hyperjump/json-schema/draft-2019-09";
import "@hyperjump/json-schema/draft-07";
import "@hyperjump/json-schema/draft-06";
import "@hyperjump/json-schema/draft-04";
import type { Dialect, Json } from "../src/index.ts";

const metaSchemas: Readonly<Record<Dialect, string>> = {
  "draft-04": "http://json-schema.org/draft-04/schema#",
  "draft-06": "http://json-schema.org/draft-06/schema#",
  "draft-07": "http://json-schema.org/draft-07/schema#",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
};

let count = 0;

/** What a validator of other people's says. */
export async function secondOpinion(
  schema: Json,
  instances: readonly Json[],
  dialect: Dialect = "2020-12",
): Promise<boolean[]> {
  const id = `https://second.test/${count++}`;
  registerSchema(schema as Parameters<typeof registerSchema>[0], id, metaSchemas[dialect]);
  try {
    const validator = await validate(id);
    return instances.map((instance) => validator(instance as never).valid);
  } finally {
    unregisterSchema(id);
  }
}
