import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSubschema, type Json, sample, validatorOf } from "../src/index.ts";
import { disguised, embedded, inDraft, instances, loosened, schemas } from "./arbitrary.ts";
import { secondOpinion } from "./second-validator.ts";

const runs = (numRuns: number): fc.Parameters<unknown> => ({ numRuns, seed: 20_261_122 });
const answer = (a: Json, b: Json): string => isSubschema(a, b).answer;

describe("membership", () => {
  it.each(["draft-04", "draft-06", "draft-07", "2019-09", "2020-12"] as const)(
    "is what another validator says, in %s",
    async (dialect) => {
      await fc.assert(
        fc.asyncProperty(schemas, fc.array(instances, { minLength: 20, maxLength: 20 }), async (modern, values) => {
          const schema = inDraft(modern, dialect);
          expect(values.map(validatorOf(schema, { dialect })), JSON.stringify(schema)).toEqual(
            await secondOpinion(schema, values, dialect),
          );
        }),
        runs(100),
      );
    },
  );
});

describe("whatever the two schemas are", () => {
  it("a yes survives the instances of the first schema", () => {
    fc.assert(
      fc.property(
        schemas,
        schemas,
        fc.nat(),
        fc.array(instances, { minLength: 40, maxLength: 40 }),
        (a, b, pick, others) => {
          for (const [first, second] of [
            [a, b],
            [loosened(a, pick), a],
            [a, loosened(a, pick)],
          ] as [Json, Json][]) {
            if (answer(first, second) !== "yes") continue;
            const [inFirst, inSecond] = [validatorOf(first), validatorOf(second)];
            for (const instance of [...sample(first, { count: 20 }), ...others]) {
              if (inFirst(instance)) expect(inSecond(instance), JSON.stringify(instance)).toBe(true);
            }
          }
        },
      ),
      runs(250),
    );
  });

  it("a no carries a witness that a second validator confirms", async () => {
    await fc.assert(
      fc.asyncProperty(schemas, schemas, async (a, b) => {
        const verdict = isSubschema(a, b);
        if (verdict.answer !== "no") return;
        const { instance } = verdict.witness;
        expect(await secondOpinion(a, [instance])).toEqual([true]);
        expect(await secondOpinion(b, [instance])).toEqual([false]);
      }),
      runs(250),
    );
  });

  it.each(["draft-04", "draft-06", "draft-07", "2019-09"] as const)(
    "a yes survives and a no is confirmed in %s too",
    async (dialect) => {
      await fc.assert(
        fc.asyncProperty(
          schemas,
          schemas,
          fc.nat(),
          fc.array(instances, { minLength: 20, maxLength: 20 }),
          async (...given) => {
            const [modern, other, pick, values] = given;
            const [a, b] = [
              inDraft(modern, dialect),
              inDraft(pick % 2 === 0 ? other : loosened(modern, pick >> 1), dialect),
            ];
            const verdict = isSubschema(a, b, { dialect });
            if (verdict.answer === "no") {
              const { instance } = verdict.witness;
              expect(await secondOpinion(a, [instance], dialect)).toEqual([true]);
              expect(await secondOpinion(b, [instance], dialect)).toEqual([false]);
            } else if (verdict.answer === "yes") {
              const [inA, inB] = [validatorOf(a, { dialect }), validatorOf(b, { dialect })];
              for (const instance of [...sample(a, { dialect, count: 10 }), ...values]) {
                if (inA(instance)) expect(inB(instance), JSON.stringify(instance)).toBe(true);
              }
            }
          },
        ),
        runs(100),
      );
    },
  );

  it("every schema is within itself, whatever its definitions are called and its keys' order", () => {
    fc.assert(
      fc.property(schemas, (a) => {
        expect(answer(a, a)).toBe("yes");
        expect(answer(a, disguised(a))).toBe("yes");
        expect(answer(disguised(a), a)).toBe("yes");
      }),
      runs(300),
    );
  });

  it("a schema is within its union with another, and an intersection within both", () => {
    fc.assert(
      fc.property(schemas, schemas, (one, other) => {
        const [a, b] = [embedded(one, "a"), embedded(other, "b")];
        expect(answer(a, { anyOf: [b, a] })).toBe("yes");
        expect(answer({ allOf: [a, b] }, a)).toBe("yes");
        expect(answer({ allOf: [a, b] }, b)).toBe("yes");
      }),
      runs(300),
    );
  });

  it("inclusion is transitive", () => {
    fc.assert(
      fc.property(schemas, schemas, fc.nat(), (a, other, pick) => {
        const b = loosened(a, pick);
        const c = pick % 2 === 0 ? loosened(b, pick >> 3) : other;
        const [ab, bc, ac] = [answer(a, b), answer(b, c), answer(a, c)];
        if (ab === "yes" && bc === "yes") expect(ac).toBe("yes");
        if (ab === "yes" && ac === "no") expect(bc).not.toBe("yes");
      }),
      runs(250),
    );
  });

  it("renaming and reordering change no answer", () => {
    fc.assert(
      fc.property(schemas, schemas, (a, b) => {
        expect(answer(disguised(a), disguised(b))).toBe(answer(a, b));
      }),
      runs(250),
    );
  });
});
