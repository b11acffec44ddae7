import { readFileSync } from "node:fs";
import { didYouMean, type InputFile } from "@statehub/contract-tools";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { type ActivityDiagnostic, problem } from "../diagnostics/diagnostic.ts";
import type { ActivityDefinition, DefinitionFile, Input } from "./definition.ts";
import { readYaml, type YamlSource } from "./source.ts";
import { checkTriggers } from "./triggers.ts";

/** Where definitions are kept. */
export const ACTIVITIES = "activities";

const schema = JSON.parse(readFileSync(new URL("../../meta/activity.v1.json", import.meta.url), "utf8"));
const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
const validate = ajv.compile<ActivityDefinition>(schema);

/**
 * Reads definitions, each in a YAML file of its own. Those that are in order can be used whatever is wrong with others.
 * None at all is an error: nothing read is never fine.
 */
export function readDefinitions(inputs: readonly InputFile[]): {
  definitions: DefinitionFile[];
  diagnostics: ActivityDiagnostic[];
} {
  const diagnostics: ActivityDiagnostic[] = [];
  const definitions: DefinitionFile[] = [];
  const byId = new Map<string, string>();
  for (const { file, text } of inputs) {
    const source = readYaml(file, text);
    if ("code" in source) {
      diagnostics.push(source);
      continue;
    }
    const found = problemsOf(source);
    diagnostics.push(...found);
    if (found.length > 0) continue;
    const definition = source.value as ActivityDefinition;
    const other = byId.get(definition.id);
    if (other !== undefined) {
      diagnostics.push(problem("duplicate-activity", source.place(["id"]), { id: definition.id, other }));
      continue;
    }
    byId.set(definition.id, file);
    definitions.push({ file, definition, source });
  }
  if (inputs.length === 0) {
    const place = { file: ACTIVITIES, pointer: "", line: 1, column: 1 };
    diagnostics.push(problem("no-definitions", place, { folder: ACTIVITIES }));
  }
  return { definitions, diagnostics };
}

function problemsOf(source: YamlSource): ActivityDiagnostic[] {
  if (!validate(source.value)) return (validate.errors ?? []).flatMap((error) => describeError(source, error));
  const found = [...checkName(source, source.value), ...checkTriggers(source, source.value)];
  return [...found, ...checkInputs(source, source.value), ...checkContexts(source, source.value)];
}

/** The file is found by the id that stands in intents and audit records. */
function checkName(source: YamlSource, { id }: ActivityDefinition): ActivityDiagnostic[] {
  const name = source.file
    .split("/")
    .at(-1)
    ?.replace(/\.ya?ml$/, "");
  if (name === id) return [];
  return [
    problem("bad-value", source.place(["id"]), {
      got: JSON.stringify(id),
      want: `${JSON.stringify(name)}, the file's name`,
    }),
  ];
}

/** A default is a value like any other. */
function checkInputs(source: YamlSource, { inputs = {} }: ActivityDefinition): ActivityDiagnostic[] {
  return Object.entries(inputs).flatMap(([name, input]) => {
    const params = inputProblem(input, input.default);
    return params === undefined ? [] : [problem("bad-value", source.place(["inputs", name, "default"]), params)];
  });
}

/** What is wrong with a value for an input, in words. */
export function inputProblem(input: Input, value: unknown): { got: string; want: string } | undefined {
  const { default: _default, description: _description, ...schema } = input;
  if (ajv.validate(schema, value)) return undefined;
  const [error] = ajv.errors ?? [];
  return { got: shown(value), want: error === undefined ? "another value" : wanted(error) };
}

function checkContexts(source: YamlSource, { context = {} }: ActivityDefinition): ActivityDiagnostic[] {
  return Object.entries(context).flatMap(([name, { result }]) => {
    const at = ["context", name, "result"];
    if (!ajv.validateSchema(result)) {
      const [first] = ajv.errors ?? [];
      const got = `a schema that is wrong at ${first?.instancePath || "its root"}`;
      return [problem("bad-value", source.place(at), { got, want: `a JSON Schema: ${first?.message ?? ""}` })];
    }
    try {
      new Ajv2020({ strict: false }).compile(result);
      return [];
    } catch (error) {
      return [
        problem("bad-value", source.place(at), { got: (error as Error).message, want: "a self-contained JSON Schema" }),
      ];
    }
  });
}

/** One problem of the schema's in our words; what only repeats another is left out. */
function describeError(source: YamlSource, error: ErrorObject): ActivityDiagnostic[] {
  const { keyword, instancePath, params, parentSchema, data } = error;
  const path = instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  switch (keyword) {
    case "if":
    case "propertyNames":
      return [];
    case "additionalProperties": {
      const key = String(params.additionalProperty);
      const known = Object.keys(parentSchema?.properties ?? {});
      return [problem("unknown-key", source.place([...path, key]), { key, known, suggestion: didYouMean(key, known) })];
    }
    case "required": {
      const key = String(params.missingProperty);
      const want = String(parentSchema?.properties?.[key]?.description ?? "");
      return [problem("missing-key", source.place(path), { key, want })];
    }
    default: {
      const name = error.propertyName;
      const got = name === undefined ? shown(data) : `the name ${JSON.stringify(name)}`;
      const place = source.place(name === undefined ? path : [...path, name]);
      return [problem("bad-value", place, { got, want: wanted(error) })];
    }
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function wanted({ keyword, params, message = "", parentSchema }: ErrorObject): string {
  if (keyword === "enum") return `one of ${(params.allowedValues as unknown[]).map(shown).join(", ")}`;
  if (keyword === "type") return `a value of type ${String(params.type)}`;
  const description = parentSchema?.description;
  return typeof description === "string" && keyword === "pattern"
    ? `${params.pattern}: ${description}`
    : message
        .replace(/^must /, "it to ")
        .replace("NOT have more than", "have at most")
        .replace("NOT have fewer than", "have at least");
}
