type Json = Readonly<Record<string, unknown>>;

const TEXTS = ["a", "red", "ab", "abc", "", "a\\", "12/34", "🎉🎉", "2024-01-01", "2024-02-29T12:00:00Z", "12:00:00Z"];
const MORE_TEXTS = ["1b4e28ba-2fa1-41d2-883f-0016d3cca427", "urn:x", "a@b.de"];

/**
 * A value that by and large follows a bundled schema, so that a validator has to look at all of it; the same for the
 * same seed. It makes no promise: about half of what it returns is refused, mostly for one reason.
 */
export function conforming(root: object, seed: number): unknown {
  let state = (seed * 2654435761 + 12345) % 4294967296;
  const random = (): number => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  return follow(root, 0);

  function follow(schema: unknown, depth: number): unknown {
    if (typeof schema !== "object" || schema === null || depth > 7) return pick([1, "a", null]);
    if (random() < 0.02) return pick([1, "x", null, [], {}, true, { extra: 1 }]);
    const { $ref, oneOf, anyOf, ...rest } = schema as { $ref?: string; oneOf?: unknown[]; anyOf?: unknown[] } & Json;
    if ("const" in rest) return rest.const;
    if (Array.isArray(rest.enum)) return pick(rest.enum);
    const definitions = (root as { $defs?: Json }).$defs;
    const target = $ref === "#" ? root : definitions?.[$ref?.slice("#/$defs/".length) ?? ""];
    const others = [
      ...($ref === undefined ? [] : [target]),
      ...(oneOf ? [pick(oneOf)] : []),
      ...(anyOf ? [pick(anyOf)] : []),
    ];
    return others.map((other) => follow(other, depth + 1)).reduce(together, make(rest, depth, others.length === 0));
  }

  function together(one: unknown, other: unknown): unknown {
    const areObjects = [one, other].every(
      (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    );
    return areObjects ? { ...(one as object), ...(other as object) } : (other ?? one);
  }

  function make(schema: Json, depth: number, isAll: boolean): unknown {
    const { type, properties, allOf, items, prefixItems } = schema as {
      type?: string | string[];
      prefixItems?: unknown[];
    } & Json;
    const guess =
      properties || allOf || schema.then ? "object" : items || prefixItems ? "array" : isAll ? "any" : "none";
    switch (type === undefined ? guess : pick([type].flat())) {
      case "string":
        return pick([...TEXTS, ...MORE_TEXTS]);
      case "integer":
        return pick([-3, 0, 1, 2, 4]);
      case "number":
        return pick([-3, 0.5, 2, 3.5]);
      case "boolean":
        return random() < 0.5;
      case "array": {
        const length = ((schema.minItems as number | undefined) ?? 0) + Math.floor(random() * 2.5);
        return Array.from({ length }, (_, i) => follow(prefixItems?.[i] ?? items, depth + 1));
      }
      case "object":
        return makeObject(schema, depth);
      case "any":
        return pick([1, "a", null]);
      default:
        return null;
    }
  }

  function makeObject(schema: Json, depth: number): object {
    const {
      properties,
      required = [],
      allOf = [],
      patternProperties,
      additionalProperties,
    } = schema as {
      properties?: Json;
      required?: string[];
      allOf?: unknown[];
      patternProperties?: Json;
    } & Json;
    let made: object = {};
    for (const [name, inner] of Object.entries(properties ?? {})) {
      const chance = required.includes(name) ? 0.98 : 0.6;
      if (random() < chance) made = { ...made, [name]: follow(inner, depth + 1) };
    }
    const branches = [...allOf, schema.then, schema.else].filter((branch) => branch !== undefined);
    for (const branch of branches) if (random() < 0.8) made = together(made, follow(branch, depth + 1)) as object;
    const [pattern] = Object.values(patternProperties ?? {});
    if (pattern !== undefined) made = { ...made, x_1: follow(pattern, depth + 1) };
    if (typeof additionalProperties === "object") made = { ...made, m_a: follow(additionalProperties, depth + 1) };
    return random() < 0.04 ? { ...made, extra: 1 } : made;
  }
}
