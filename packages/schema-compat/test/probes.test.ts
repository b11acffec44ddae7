import { describe, expect, it } from "vitest";
import { isSubschema, type Json, type Verdict } from "../src/index.ts";
import { arrayProbes } from "./probes/arrays.ts";
import { draftProbes } from "./probes/drafts.ts";
import { logicProbes } from "./probes/logic.ts";
import { objectProbes } from "./probes/objects.ts";
import type { Probe } from "./probes/probe.ts";
import { documentProbes, referenceProbes, unknownProbes } from "./probes/references.ts";
import { annotatedFormatProbes, stringProbes, unknownFormatProbes } from "./probes/strings.ts";
import { numberProbes, valueProbes } from "./probes/values.ts";

const tables: Readonly<Record<string, readonly Probe[]>> = {
  "types, enum and const": valueProbes,
  numbers: numberProbes,
  strings: stringProbes,
  "formats as annotations": annotatedFormatProbes,
  "formats that nobody describes": unknownFormatProbes,
  objects: objectProbes,
  arrays: arrayProbes,
  logic: logicProbes,
  references: referenceProbes,
  "several documents": documentProbes,
  drafts: draftProbes,
  "what cannot be known": unknownProbes,
};

function ask(probe: Probe, a: Json, b: Json): Verdict {
  return isSubschema(a, b, { ...probe.options, ...(probe.dialect === undefined ? {} : { dialect: probe.dialect }) });
}

for (const [title, probes] of Object.entries(tables)) {
  describe(title, () => {
    for (const probe of probes) {
      it(`${probe.name}: ${probe.ab}, and the other way ${probe.ba}`, () => {
        expect([ask(probe, probe.a, probe.b).answer, ask(probe, probe.b, probe.a).answer]).toEqual([
          probe.ab,
          probe.ba,
        ]);
      });
    }
  });
}
