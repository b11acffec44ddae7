import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Intent, IntentWindow } from "../src/index.ts";
import { type Changes, definitionOf } from "./support/definition.ts";

const MINUTE = 60_000;

function intent(key: string, dedupeBy = key): Intent {
  const task = { title: key, team: "t", priority: "normal", labels: [], instruction: "i", parameters: {} } as const;
  return { activity: "look-at-ticket", version: "1.0.0", key, idempotencyKey: `look-at-ticket/${key}`, dedupeBy, task };
}

const windowOf = (window: Changes): IntentWindow => new IntentWindow(definitionOf({ window }).definition);
const keys = (intents: readonly Intent[]): string[] => intents.map(({ key }) => key);

describe("a window", () => {
  test("lets all through where the definition has none", () => {
    const window = new IntentWindow(definitionOf().definition);
    expect(keys(window.offer(intent("a"), 0).intents)).toEqual(["a"]);
    expect(keys(window.offer(intent("a"), 0).intents)).toEqual(["a"]);
    expect(window.due).toBeUndefined();
  });

  test("with debounce acts on the last of a burst, when it is quiet", () => {
    const window = windowOf({ debounce: "10m" });
    const last = intent("a");
    expect(window.offer(intent("a"), 0).intents).toEqual([]);
    expect(window.offer(intent("b"), 2 * MINUTE).intents).toEqual([]);
    expect(window.offer(last, 5 * MINUTE).intents).toEqual([]);
    expect(window.due).toBe(12 * MINUTE);
    expect(keys(window.advance(12 * MINUTE))).toEqual(["b"]);
    expect(window.advance(15 * MINUTE)[0]).toBe(last);
    expect(window.due).toBeUndefined();
  });

  test("with dedupe acts once in a while on the same value", () => {
    const window = windowOf({ dedupe: { for: "1h" } });
    expect(window.offer(intent("a", "x"), 0)).toMatchObject({ intents: [{ key: "a" }], isDuplicate: false });
    expect(window.offer(intent("b", "x"), 59 * MINUTE)).toEqual({ intents: [], isDuplicate: true });
    expect(window.offer(intent("c", "y"), 59 * MINUTE)).toMatchObject({ intents: [{ key: "c" }] });
    expect(window.offer(intent("d", "x"), 60 * MINUTE)).toMatchObject({ intents: [{ key: "d" }], isDuplicate: false });
  });

  test("with a rate lets what is beyond wait for its turn", () => {
    const window = windowOf({ rate: { limit: 2, per: "1h" } });
    const passed = ["a", "b", "c", "d", "e"].flatMap((key, i) => window.offer(intent(key), i * MINUTE).intents);
    expect(keys(passed)).toEqual(["a", "b"]);
    expect(window.due).toBe(60 * MINUTE);
    expect(keys(window.advance(60 * MINUTE))).toEqual(["c"]);
    expect(keys(window.advance(61 * MINUTE))).toEqual(["d"]);
    expect(window.due).toBe(120 * MINUTE);
  });

  test("goes on after a restart as if nothing had happened", () => {
    const changes = { window: { debounce: "3m", dedupe: { for: "20m" }, rate: { limit: 1, per: "5m" } } };
    const offers = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 0, max: 4 * MINUTE })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(offers, fc.nat(30), (steps, restart) => {
        const { definition } = definitionOf(changes);
        const one = new IntentWindow(definition);
        let other = new IntentWindow(definition);
        let now = 0;
        for (const [i, [key, pause]] of steps.entries()) {
          now += pause;
          if (i === restart) other = new IntentWindow(definition, JSON.parse(JSON.stringify(other.state)));
          expect(keys(other.offer(intent(key), now).intents)).toEqual(keys(one.offer(intent(key), now).intents));
          expect(other.due).toBe(one.due);
        }
        expect(keys(other.advance(now + 1e9))).toEqual(keys(one.advance(now + 1e9)));
      }),
      { seed: 1 },
    );
  });
});
