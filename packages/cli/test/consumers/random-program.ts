/** A source of randomness: the same seed gives the same program. */
export type Random = () => number;

/** mulberry32: small, and good enough to choose code by. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What a way to use a value needs: the expression that has it, the value, and how to use what comes out. */
interface Use {
  readonly code: string;
  readonly use: (code: string, value: Json) => string;
  /** A name that is not taken. */
  readonly name: (prefix: string) => string;
  /** Adds a declaration beside the handler. */
  readonly declare: (code: string) => void;
  /** Whether `await` may stand here. */
  readonly isAsync: boolean;
  /** A body for code of its own, in which `await` may stand or not. */
  readonly body: (isAsync: boolean, make: (inner: Use["use"]) => string) => string;
}

/** Ways of a value that has a type of its own in the contracts: where types alone keep it in sight. */
const TYPED_WAYS: readonly ((type: string) => Way<Json>)[] = [
  (type) =>
    (v, { code, use, name }) => {
      const n = name("typed");
      return `const ${n}: ${type} = ${code};\n${use(n, v)}`;
    },
  (type) =>
    (v, { code, use, name }) => {
      const n = name("list");
      return `const ${n}: ${type}[] = [];\n${n}.push(${code});\n${use(`${n}[0]!`, v)}`;
    },
  (type) =>
    (v, { code, use, name }) => {
      const n = name("map");
      return `const ${n} = new Map<string, ${type}>();\n${n}.set("x", ${code});\n${use(`${n}.get("x")!`, v)}`;
    },
  (type) =>
    (v, { code, use, name }) => {
      const n = name("item");
      return `for (const ${n} of new Set<${type}>([${code}])) {\n${use(n, v)}\n}`;
    },
  (type) =>
    (v, { code, name, body }) => {
      const n = name("part");
      return `new Map<string, ${type}>([["x", ${code}]]).forEach((${n}: any) => {\n${body(false, (inner) => inner(n, v))}\n});`;
    },
  (type) =>
    (v, { code, name, declare, body }) => {
      const n = name("typed");
      declare(`function ${n}(part: Partial<${type}>): void {\n${body(false, (inner) => inner("part", v))}\n}`);
      return `${n}(${code});`;
    },
  (type) =>
    (v, { code, name, body }) => {
      const n = name("on");
      return `let ${n}: (part: ${type}) => void = (part) => {\n${body(false, (inner) => inner("part", v))}\n};\n${n}(${code});`;
    },
  (type) =>
    (v, { code, name, body }) => {
      const n = name("on");
      return `const ${n}: ((part: ${type}) => void)[] = [];\n${n}.push((part: any) => {\n${body(false, (inner) => inner("part", v))}\n});\nfor (const each of ${n}) each(${code});`;
    },
  (type) =>
    (v, { code, name, declare, body }) => {
      const n = name("Bus");
      declare(
        `class ${n} {\n  readonly #on: ((part: ${type}) => void)[] = [];\n  on(listen: (part: ${type}) => void): void {\n    this.#on.push(listen);\n  }\n  emit(part: ${type}): void {\n    for (const listen of this.#on) listen(part);\n  }\n}`,
      );
      const b = name("bus");
      return `const ${b} = new ${n}();\n${b}.on((part: ${typed(v)}) => {\n${body(false, (inner) => inner("part", v))}\n});\n${b}.emit(${code});`;
    },
  (type) =>
    (v, { code, use, name, declare }) => {
      const n = name("Box");
      declare(`class ${n}<T> {\n  constructor(readonly value: T) {}\n}`);
      return use(`new ${n}<${type}>(${code}).value`, v);
    },
  (type) =>
    (v, { code, use, name, declare }) => {
      const n = name("Held");
      declare(`class ${n} {\n  held: ${type} | undefined;\n  all: Record<string, ${type}> = {};\n}`);
      const h = name("held");
      return `const ${h} = new ${n}();\n${h}.held = ${code};\n${h}.all["x"] = ${h}.held!;\n${use(`${h}.all["x"]!`, v)}`;
    },
  (type) =>
    (v, { code, use, name, isAsync, declare }) => {
      const n = name("later");
      if (!isAsync) return undefined;
      declare(
        `async function ${n}(part: ${type}): Promise<{ part: ${type}; n: number }> {\n  return { part, n: 1 };\n}`,
      );
      return use(`(await ${n}(${code})).part`, v);
    },
  (type) =>
    (v, { code, use, name }) => {
      const n = name("pair");
      return `const ${n}: [number, ${type}] = [1, ${code}];\n${use(`${n}[1]`, v)}`;
    },
  (type) =>
    (v, { code, use, name }) => {
      const n = name("weak");
      return `const ${n} = new WeakMap<object, ${type}>();\n${n}.set(${n}, ${code});\n${use(`(${n}.get(${n}) as any)`, v)}`;
    },
];

type Way<Value> = (value: Value, use: Use, random: Random) => string | undefined;

const typed = (value: Json): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return `readonly ${typed(value[0] ?? null)}[]`;
  if (typeof value !== "object") return typeof value;
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `readonly ${JSON.stringify(name)}: ${typed(inner)}`)
    .join("; ")} }`;
};

/** Ways that are open to every value that has something inside. */
const ANY_WAYS: readonly Way<Json>[] = [
  (v, { code, use, name }) => {
    const n = name("alias");
    return `const ${n} = ${code};\n${use(n, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("any");
    return `const ${n}: any = ${code};\n${use(n, v)}`;
  },
  (v, { code, use }) => use(`(${code} as any)`, v),
  (v, { code, use }) => use(`(${code} as unknown as ${typed(v)})`, v),
  (v, { code, use, name }) => {
    const n = name("let");
    return `let ${n}: any;\n${n} = ${code};\n${use(n, v)}`;
  },
  (v, { code, use }) => use(`(Math.random() > 2 ? undefined! : ${code})`, v),
  (v, { code, use }) => use(`(undefined ?? ${code})`, v),
  (v, { code, use }) => use(`(true && ${code})`, v),
  (v, { code, use }) => use(`(0, ${code})`, v),
  (v, { code, use, name }) => {
    const n = name("o");
    return `const ${n} = { k: ${code}, j: 1 };\n${use(`${n}.k`, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("k");
    return `const { k: ${n} } = { k: ${code}, j: 1 };\n${use(n, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("o");
    return `const ${n}: any = {};\n${n}.k = ${code};\n${use(`${n}.k`, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("o");
    return `const ${n}: { k?: any } = {};\n${n}.k = ${code};\nconst ${n}2 = ${n};\n${use(`${n}2.k`, v)}`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("whole");
    const o = name("o");
    declare(`function ${n}(from: any): void {\n${body(false, (inner) => inner("from.k", v))}\n}`);
    return `const ${o}: { k?: any; j: number } = { j: 1 };\n${o}.k = ${code};\n${n}(${o});`;
  },
  (v, { code, use, name, declare }) => {
    const n = name("Has");
    const h = name("has");
    declare(`interface ${n} {\n  readonly part: any;\n}\nclass ${n}2 {\n  part: any;\n}`);
    return `const ${h} = new ${n}2();\n${h}.part = ${code};\nconst ${h}2: ${n} = ${h};\n${use(`${h}2.part`, v)}`;
  },
  (v, { code, use, name, declare }) => {
    const n = name("Loose");
    declare(`class ${n} {\n  constructor(readonly part: any) {}\n  get() {\n    return this.part;\n  }\n}`);
    const o = name("o");
    return `const ${o}: any = new ${n}(${code});\n${use(`${o}.part`, v)}\n${use(`${o}.get()`, v)}`;
  },
  (v, { code, use, name, declare }) => {
    const n = name("fill");
    const o = name("o");
    declare(`function ${n}(into: { k?: any }, value: any): void {\n  into.k = value;\n}`);
    return `const ${o}: { k?: any } = {};\n${n}(${o}, ${code});\n${use(`${o}.k`, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("list");
    return `const ${n} = [${code}];\n${use(`${n}[0]!`, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("first");
    return `const [, ${n}] = [1, ${code}] as [number, any];\n${use(n, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("list");
    return `const ${n}: any[] = [];\n${n}.push(${code});\n${use(`${n}[0]`, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("map");
    return `const ${n} = new Map<string, any>();\n${n}.set("x", ${code});\n${use(`${n}.get("x")`, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("o");
    return `const ${n} = { ...{ k: ${code} }, j: 1 };\n${use(`${n}["k"]`, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("thunk");
    if (code.includes("await")) return undefined;
    return `const ${n} = () => ${code};\n${use(`${n}()`, v)}`;
  },
  (v, { code, use }) => (code.includes("await") ? undefined : use(`(() => { return ${code}; })()`, v)),
  (v, { code, use, name, isAsync }) =>
    isAsync ? `const ${name("w")} = 0;\n${use(`(await Promise.resolve(${code}))`, v)}` : undefined,
  (v, { code, use, isAsync }) => (isAsync ? use(`(await (async () => ${code})())`, v) : undefined),
  (v, { code, use, isAsync }) =>
    isAsync ? use(`(await Promise.all([Promise.resolve(${code} as any)]))[0]`, v) : undefined,
  (v, { code, name, body, isAsync }) => {
    const n = name("then");
    if (!isAsync) return undefined;
    return `await Promise.resolve(${code}).then((${n}: any) => {\n${body(false, (inner) => inner(n, v))}\n});`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("helper");
    declare(`function ${n}(part: any): void {\n${body(false, (inner) => inner("part", v))}\n}`);
    return `${n}(${code});`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("shaped");
    declare(`const ${n} = (part: ${typed(v)}): void => {\n${body(false, (inner) => inner("part", v))}\n};`);
    return `${n}(${code} as any);`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("generic");
    declare(`function ${n}<T extends ${typed(v)}>(part: T): void {\n${body(false, (inner) => inner("part", v))}\n}`);
    return `${n}(${code} as any);`;
  },
  (v, { code, use, name, declare }) => {
    const n = name("same");
    declare(`function ${n}<T>(part: T): T {\n  return part;\n}`);
    return use(`${n}(${code})`, v);
  },
  (v, { code, use, name, declare }) => {
    const n = name("boxed");
    declare(`const ${n} = (part: any) => ({ box: { part } });`);
    return use(`${n}(${code}).box.part`, v);
  },
  (v, { code, name, declare, body }) => {
    const n = name("rest");
    declare(`function ${n}(...parts: any[]): void {\n${body(false, (inner) => inner("parts[1]", v))}\n}`);
    return `${n}(1, ${code});`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("args");
    declare(
      `function ${n}(..._: any[]): void {\nconst given: any = arguments;\n${body(false, (inner) => inner("given[0]", v))}\n}`,
    );
    return `${n}(${code});`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("called");
    declare(`function ${n}(this: unknown, part: any): void {\n${body(false, (inner) => inner("part", v))}\n}`);
    return `${n}.call(null, ${code});`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("applied");
    declare(`function ${n}(part: any): void {\n${body(false, (inner) => inner("part", v))}\n}`);
    return `${n}.apply(null, [${code}]);`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("bound");
    declare(`function ${n}(part: any): void {\n${body(false, (inner) => inner("part", v))}\n}`);
    return `${n}.bind(null, ${code})();`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("with");
    const p = name("p");
    declare(`function ${n}(part: any, then: (part: any) => void): void {\n  then(part);\n}`);
    return `${n}(${code}, (${p}) => {\n${body(false, (inner) => inner(p, v))}\n});`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("Class");
    declare(
      `class ${n} {\n  constructor(readonly part: any) {}\n  tell(): void {\n${body(false, (inner) => inner("this.part", v))}\n  }\n}`,
    );
    return `new ${n}(${code}).tell();`;
  },
  (v, { code, use, name, declare }) => {
    const n = name("Keeper");
    declare(
      `class ${n} {\n  #part: any;\n  set part(part: any) {\n    this.#part = part;\n  }\n  get part() {\n    return this.#part;\n  }\n}`,
    );
    const k = name("keeper");
    return `const ${k} = new ${n}();\n${k}.part = ${code};\n${use(`${k}.part`, v)}`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("Base");
    declare(
      `class ${n} {\n  tell(_part: any): void {}\n}\nclass ${n}2 extends ${n} {\n  override tell(part: any): void {\n${body(false, (inner) => inner("part", v))}\n  }\n}`,
    );
    const b = name("base");
    return `const ${b}: ${n} = new ${n}2();\n${b}.tell(${code});`;
  },
  (v, { code, name, declare, body }) => {
    const n = name("Tells");
    declare(
      `interface ${n} {\n  tell(part: any): void;\n}\nclass ${n}2 implements ${n} {\n  tell(part: any): void {\n${body(false, (inner) => inner("part", v))}\n  }\n}`,
    );
    const b = name("tells");
    return `const ${b}: ${n} = new ${n}2();\n${b}.tell(${code});`;
  },
  (v, { code, use, name }) => {
    const n = name("o");
    if (code.includes("await") || code.includes("this")) return undefined;
    return `const ${n} = { get part() { return ${code}; } };\n${use(`${n}.part`, v)}`;
  },
  (v, { code, name, body }) => {
    const n = name("o");
    return `const ${n} = { tell(part: any) {\n${body(false, (inner) => inner("part", v))}\n} };\n${n}.tell(${code});`;
  },
  (v, { code, use, name, declare }) => {
    const n = name("gen");
    declare(`function* ${n}(part: any) {\n  yield part;\n}`);
    const i = name("i");
    return `for (const ${i} of ${n}(${code})) {\n${use(i, v)}\n}`;
  },
  (v, { code, use, name }) => {
    const n = name("e");
    return `try {\n  throw ${code};\n} catch (${n}: any) {\n${use(n, v)}\n}`;
  },
  (v, { code, use, name }) => {
    const n = name("o");
    return `const ${n}: any = Object.assign({}, { k: ${code} });\n${use(`${n}.k`, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("key");
    const o = name("o");
    return `const ${n}: string = "k";\nconst ${o}: Record<string, any> = { [${n}]: ${code} };\n${use(`${o}[${n}]`, v)}`;
  },
  (v, { code, use, name }) => {
    const n = name("f");
    return `let ${n}: (part: any) => any = (part) => part;\n${use(`${n}(${code})`, v)}`;
  },
  (v, { code, use, name, declare }) => {
    const n = name("kept");
    declare(`let ${n}: any;`);
    return `${n} = ${code};\n${use(n, v)}`;
  },
  (_, { code }) => `sink(JSON.stringify(${code}));`,
  (v, { code, use }) => use(`JSON.parse(JSON.stringify(${code}))`, v),
  (v, { code, use }) => use(`structuredCopy(${code})`, v),
];

type Members = { readonly [name: string]: Json };

const OBJECT_WAYS: readonly Way<Members>[] = [
  ...Array.from(
    { length: 12 },
    (): Way<Members> =>
      (value, { code, use }, random) => {
        const name = pick(Object.keys(value), random);
        const access = pick([`.${name}`, `?.${name}`, `!.${name}`, `[${JSON.stringify(name)}]`], random);
        return use(`${code}${access}`, value[name] as Json);
      },
  ),
  (value, { code, use, name }, random) => {
    const key = pick(Object.keys(value), random);
    const n = name("d");
    return `const { ${key}: ${n} } = ${code} as any;\n${use(n, value[key] as Json)}`;
  },
  (value, { code, use, name }, random) => {
    const key = pick(Object.keys(value), random);
    const n = name("d");
    return `const { ${key}: ${n} = undefined! } = ${code} as ${typed(value)};\n${use(n, value[key] as Json)}`;
  },
  (value, { code, use, name }, random) => {
    const key = pick(Object.keys(value), random);
    const n = name("others");
    const left = Object.fromEntries(Object.entries(value).filter(([one]) => one !== key));
    if (Object.keys(left).length === 0) return undefined;
    return `const { ${key}: ${n}0, ...${n} } = ${code} as any;\nvoid ${n}0;\n${use(n, left)}`;
  },
  (value, { code, use, name }, random) => {
    const key = pick(Object.keys(value), random);
    const n = name("d");
    return `let ${n}: any;\n({ ${key}: ${n} } = ${code} as any);\n${use(n, value[key] as Json)}`;
  },
  (value, { code, use, name }, random) => {
    const outer = pick(Object.keys(value), random);
    const inner = value[outer];
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return undefined;
    const key = pick(Object.keys(inner), random);
    const n = name("d");
    return `const { ${outer}: { ${key}: ${n} } } = ${code} as any;\n${use(n, (inner as Members)[key] as Json)}`;
  },
  (value, { code, use, name, body, declare }, random) => {
    const key = pick(Object.keys(value), random);
    const n = name("taken");
    declare(
      `function ${n}({ ${key}: part }: any): void {\n${body(false, (inner) => inner("part", value[key] as Json))}\n}`,
    );
    return `${n}(${code});${use === undefined ? "" : ""}`;
  },
  (value, { code, use, name }, random) => {
    const key = pick(Object.keys(value), random);
    const n = name("key");
    return `const ${n} = ${JSON.stringify(key)} as const;\n${use(`(${code} as any)[${n}]`, value[key] as Json)}`;
  },
  (value, { code, use, name }, random) => {
    const key = pick(Object.keys(value), random);
    const n = name("key");
    return `const ${n}: string = ${JSON.stringify(key)};\n${use(`(${code} as any)[${n}]`, value[key] as Json)}`;
  },
  (value, { code, use, name, declare }, random) => {
    const key = pick(Object.keys(value), random);
    const n = name("get");
    declare(`function ${n}<T, K extends keyof T>(value: T, key: K): T[K] {\n  return value[key];\n}`);
    return use(`${n}(${code} as any, ${JSON.stringify(key)})`, value[key] as Json);
  },
  (value, { code, use }) => use(`({ ...(${code} as any) })`, value),
  (value, { code, name, use }) => {
    const n = name("entry");
    const [first] = Object.values(value);
    return `for (const [, ${n}] of Object.entries(${code} as any).slice(0, 1)) {\n${use(`(${n} as any)`, first as Json)}\n}`;
  },
  (value, { code, name, use }) => {
    const n = name("in");
    const [first] = Object.values(value);
    return `for (const ${n} in ${code} as any) {\n${use(`(${code} as any)[${n}]`, first as Json)}\nbreak;\n}`;
  },
];

const LIST_WAYS: readonly Way<readonly Json[]>[] = [
  ([first], { code, use }) => use(`${code}[0]`, first as Json),
  ([first], { code, use, name }) => {
    const n = name("item");
    return `for (const ${n} of ${code} as any) {\n${use(n, first as Json)}\n}`;
  },
  ([first], { code, use, name }) => {
    const n = name("i");
    return `for (let ${n} = 0; ${n} < ${code}.length; ${n}++) {\n${use(`(${code} as any)[${n}]`, first as Json)}\n}`;
  },
  ...["map", "forEach", "flatMap", "some", "find", "filter"].map(
    (method): Way<readonly Json[]> =>
      ([first], { code, name, body }) => {
        const n = name("item");
        return `${code}.${method}((${n}: any): any => {\n${body(false, (inner) => inner(n, first as Json))}\n});`;
      },
  ),
  ([first], { code, name, declare, body }) => {
    const n = name("each");
    declare(`function ${n}(part: any): void {\n${body(false, (inner) => inner("part", first as Json))}\n}`);
    return `${code}.forEach(${n});`;
  },
  (value, { code, use }) => use(`${code}.filter(() => true)`, value),
  (value, { code, use }) => use(`${code}.slice()`, value),
  (value, { code, use }) => use(`[...(${code} as any)]`, value),
  (value, { code, use }) => use(`Array.from(${code} as any)`, value),
  (value, { code, use }) => use(`${code}.map((x: any) => x)`, value),
  (value, { code, use }) => use(`${code}.map((x: any) => ({ x })).map(({ x }: any) => x)`, value),
  (value, { code, use }) => use(`${code}.reduce((all: any[], x: any) => [...all, x], [] as any[])`, value),
  ([first], { code, use }) => use(`${code}.find(() => true)`, first as Json),
  ([first], { code, use }) => use(`${code}.at(0)`, first as Json),
  ([first], { code, use }) => use(`${code}.toSorted((a: any, b: any) => (a === b ? 0 : 1))[0]`, first as Json),
  ([first], { code, use }) => use(`${code}.values().next().value`, first as Json),
  ([first], { code, use }) => use(`[...new Set(${code} as any)][0]`, first as Json),
  ([first], { code, use, name }) => {
    const n = name("d");
    return `const [${n}] = ${code} as any;\n${use(n, first as Json)}`;
  },
  (value, { code, use, name }) => {
    const n = name("d");
    return `const [...${n}] = ${code} as any;\n${use(n, value)}`;
  },
  ([first], { code, use, name }) => {
    const n = name("e");
    return `for (const [, ${n}] of (${code} as any[]).entries()) {\n${use(n, first as Json)}\n}`;
  },
];

const LEAF_ENDS: readonly ((code: string) => string)[] = [
  (code) => `sink(${code});`,
  (code) => `sink(\`\${${code}}\`);`,
  (code) => `if (${code}) sink(1);`,
  (code) => `sink(${code} === "x");`,
];

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}

/**
 * A module that handles an event whose data has the shape of `data`, and reads some of it in some way. `types` are the
 * names of the types that parts of it have.
 */
export function randomProgram(data: Json, types: ReadonlyMap<unknown, string>, seed: number): string {
  const random = randomOf(seed);
  const declarations: string[] = [];
  let names = 0;
  const name = (prefix: string): string => `${prefix}${names++}`;
  const declare = (code: string): void => {
    declarations.push(code);
  };

  function uses(code: string, value: Json, isAsync: boolean, depth: number): string {
    if (typeof value !== "object" || value === null) return pick(LEAF_ENDS, random)(code);
    const use: Use = {
      code,
      name,
      declare,
      isAsync,
      use: (inner, part) => uses(inner, part, isAsync, depth + 1),
      body: (isInnerAsync, make) => make((inner, part) => uses(inner, part, isInnerAsync, depth + 1)),
    };
    const type = types.get(value);
    for (;;) {
      if (type !== undefined && random() < 0.2) {
        const way = pick(TYPED_WAYS, random)(type)(value, use, random);
        if (way !== undefined) return way;
      }
      const isAny = random() < (depth > 7 ? 0.05 : 0.45);
      const found = isAny
        ? pick(ANY_WAYS, random)(value, use, random)
        : Array.isArray(value)
          ? pick(LIST_WAYS, random)(value, use, random)
          : pick(OBJECT_WAYS, random)(value as Members, use, random);
      if (found !== undefined) return found;
    }
  }

  const start = random();
  const body =
    start < 0.3
      ? `const { data } = event;\n${uses("data", data, true, 0)}`
      : start < 0.4
        ? uses("(event as any)", { data }, true, 0)
        : uses("event", { data }, true, 0);
  return `import type { Actor, DomainRef, EventOf, RepoRegistered, TeamRef } from "@statehub/events-contracts";
const sink = (..._: (string | number | boolean | null | undefined)[]): void => {};
const structuredCopy = <T>(value: T): T => value;
export async function handle(event: EventOf<"org.statehub.repo.registered">): Promise<void> {
${body}
}
${declarations.join("\n")}
`;
}
