import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONTRACTS_SOURCE, UPCASTERS } from "../../src/generate/paths.ts";
import { type UpcasterStep, upcasterSteps } from "../../src/generate/typescript/upcasters.ts";
import { snapshot } from "../../src/model/bundle.ts";
import type { Model } from "../../src/model/model.ts";
import { upcasterStub } from "../../src/propose/upcaster/stub.ts";
import { instancesOf } from "../../src/testing/index.ts";
import { eventContract, modelOf } from "../support/contracts.ts";
import { modulesOf } from "../support/types.ts";
import { loadValidators, type Validator } from "../support/validators.ts";
import { Workspace } from "../support/workspace.ts";

const V1 = "org.statehub.test.tried";
const names = fc.constantFrom("name", "full_name", "title", "url", "repo_url", "size", "class", "kind", "note");
const scalar: fc.Arbitrary<object> = fc.constantFrom<object>(
  { type: "string", maxLength: 9 },
  { type: "string", maxLength: 5 },
  { type: "integer", minimum: 0 },
  { type: "number" },
  { type: "boolean" },
  { type: ["string", "null"], maxLength: 9 },
  { enum: ["a", "b"] },
  { enum: ["a", "b", "c"] },
  { type: "string", "x-extensible-enum": ["a", "b"] },
  { type: "integer", default: 3 },
  { type: "string", default: "x", maxLength: 9 },
);
const described = (schema: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc
    .tuple(schema, fc.constantFrom({}, { description: "One." }, { description: "Two." }))
    .map(([one, words]) => ({ ...one, ...words }));
const objectOf = (inner: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.dictionary(names, fc.tuple(inner, fc.boolean()), { maxKeys: 4, noNullPrototype: true }).map((fields) => ({
    type: "object",
    properties: Object.fromEntries(Object.entries(fields).map(([name, [schema]]) => [name, schema])),
    ...requiredOf(Object.entries(fields).flatMap(([name, [, isRequired]]) => (isRequired ? [name] : []))),
  }));
const requiredOf = (required: string[]): object => (required.length === 0 ? {} : { required });
const nested: fc.Arbitrary<object> = described(
  fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 2, arbitrary: objectOf(described(scalar)) },
    { weight: 1, arbitrary: objectOf(described(scalar)).map((items) => ({ type: "array", items, maxItems: 3 })) },
    { weight: 1, arbitrary: objectOf(described(scalar)).map((one) => ({ anyOf: [one, { type: "null" }] })) },
  ),
);

/** Two majors whose fields have much in common. */
const majors: fc.Arbitrary<[object, object]> = fc
  .tuple(objectOf(nested), objectOf(nested), fc.nat())
  .map(([one, other, seed]) => {
    const [before, after] = [one, other] as [Shape, Shape];
    // Half of what the first has stays as it is.
    const kept = Object.entries(before.properties).filter((_, i) => (seed >> i) % 2 === 0);
    const required = [
      ...(before.required ?? []).filter((name) => kept.some(([one]) => one === name)),
      ...(after.required ?? []),
    ];
    return [
      before,
      {
        ...after,
        properties: { ...after.properties, ...Object.fromEntries(kept) },
        ...requiredOf([...new Set(required)]),
      },
    ];
  });
interface Shape {
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

interface Tried {
  readonly folder: string;
  readonly model: Model;
  readonly step: UpcasterStep;
  readonly text: string;
}

const tried: Tried[] = [];
let workspace: Workspace;
let typeErrors: string[];

beforeAll(async () => {
  workspace = new Workspace();
  const paths: string[] = [];
  for (const [index, [before, after]] of fc.sample(majors, { numRuns: 150, seed: 5 }).entries()) {
    const contracts = [before, after].map((shape, i) =>
      eventContract(i === 0 ? V1 : `${V1}.v2`, {
        ...(shape as Shape),
        required: [...((shape as Shape).required ?? [])],
        examples: [null],
      }),
    );
    const model = modelOf(...contracts);
    const [step] = upcasterSteps(model) as [UpcasterStep];
    const folder = `case-${String(index).padStart(3, "0")}`;
    const { path, text } = upcasterStub(step, model);
    for (const module of await modulesOf(model)) {
      workspace.write(`${folder}/gen/${module.path.replace(`${CONTRACTS_SOURCE}/`, "")}`, module.text);
    }
    const file = `${folder}/upcasters/${path.slice(UPCASTERS.length + 1)}`;
    workspace.write(file, text);
    paths.push(file);
    tried.push({ folder, model, step, text });
  }
  typeErrors = workspace.typeCheck(paths);
});

afterAll(() => workspace[Symbol.dispose]());

/** The function in a stub, without its types: there are none in it. */
function functionIn(text: string): (data: unknown) => unknown {
  const body = /\n {2}(upcast\([\s\S]*\n {2}\}),\n\};\n$/.exec(text)?.[1];
  if (body === undefined) throw new Error(`unexpected form:\n${text}`);
  return new Function(`return { ${body} }.upcast;`)() as (data: unknown) => unknown;
}

describe("for random majors, an upcaster to begin with", () => {
  test("compiles but for what is marked", () => {
    const wrong = typeErrors.filter((line) => !line.endsWith("error TS2304: Cannot find name 'TODO'."));
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test("gives what readers of the later major accept, with nothing undeclared, or fails where it is marked", async () => {
    let complete = 0;
    for (const { model, step, text } of tried) {
      const upcast = functionIn(text);
      const { strict, tolerant } = await loadValidators(step.to, model);
      if (!text.includes("TODO")) complete++;
      for (const data of fc.sample(instancesOf(snapshot(step.from, model)), { numRuns: 20, seed: 3 })) {
        let upcasted: unknown;
        try {
          upcasted = upcast(data);
        } catch (error) {
          expect(String(error), text).toBe("ReferenceError: TODO is not defined");
          expect(text).toContain("TODO");
          continue;
        }
        expect([tolerant(upcasted), tolerant.errors], `${JSON.stringify(data)}\n${text}`).toEqual([true, null]);
        expect(undeclared(strict, upcasted), `${JSON.stringify(data)}\n${text}`).toEqual([]);
      }
    }
    expect(complete).toBeGreaterThan(20);
  });
});

function undeclared(strict: Validator, data: unknown): string[] {
  if (strict(data)) return [];
  const found = (strict.errors ?? []).filter(({ keyword }) => /Properties$/.test(keyword));
  return found.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}
