import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { writeClosedSchemas } from "../closed-schema.ts";
import type { Check } from "../measure/functions.ts";
import { runNode } from "../measure/processes.ts";
import { emptyFolder, generateArgs, inBench } from "../workspace.ts";
import { BY_HAND } from "./hand-written.ts";
import type { VALID } from "./payloads.ts";
import { WITH_ZOD } from "./zod.ts";

type Event = keyof typeof VALID;

export const OURS = "statehub-events, strict";
export const AJV = "ajv";
export const HAND = "hand-written";

/** Event → where its contract stands under schemas/. */
const PATHS: Readonly<Record<Event, string>> = {
  repoRenamed: "repo/renamed",
  taskAssigned: "task/assigned",
  importCompleted: "import/completed",
};

/** The validators of the three events: ours, just generated, and the others. */
export async function contestants(): Promise<Record<Event, Check[]>> {
  const root = emptyFolder("validate");
  cpSync(inBench("validate/schemas"), join(root, "schemas"), { recursive: true });
  runNode(generateArgs(root, "--only", "built", "--no-cache"));
  const closed = writeClosedSchemas(root);
  const ajv = addFormats.default(new Ajv2020({ allowUnionTypes: true }));

  async function checksOf(event: Event): Promise<Check[]> {
    const path = PATHS[event];
    const module = pathToFileURL(join(root, "packages/events-contracts/validators", `${path}.v1.js`));
    const { strict } = (await import(module.href)) as { strict: (data: unknown) => boolean };
    const validate = ajv.compile(JSON.parse(readFileSync(join(closed, path, "1.0.0.json"), "utf8")));
    const schema = WITH_ZOD[event];
    return [
      { name: OURS, accepts: (value) => strict(value) },
      { name: AJV, accepts: (value) => validate(value) as boolean },
      { name: "zod", accepts: (value) => schema.safeParse(value).success },
      { name: HAND, accepts: BY_HAND[event] },
    ];
  }

  return {
    repoRenamed: await checksOf("repoRenamed"),
    taskAssigned: await checksOf("taskAssigned"),
    importCompleted: await checksOf("importCompleted"),
  };
}
