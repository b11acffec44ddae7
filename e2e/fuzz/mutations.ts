/** A stream of numbers from 0 to 1 that a seed decides (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

const strange: readonly unknown[] = [
  ...[null, true, 0, -1, 1e308, 2 ** 53, "", "x", "\u0000", "\ud800", "2026-02-30T25:61:61Z", "not-a-uuid", [], {}],
  ...[[[]], { a: { b: {} } }, "x".repeat(5_000), Array.from({ length: 300 }, (_, i) => i)],
];

const names = [
  "__proto__",
  "constructor",
  "toString",
  "id",
  "type",
  "subject",
  "data",
  "specversion",
  "dataschema",
  "x",
];

/** Changes some part of a value in place: removes, replaces, adds or moves a property, at any depth. */
function changeSomething(random: Random, value: unknown): void {
  let place = value;
  while (typeof place === "object" && place !== null) {
    const keys = Object.keys(place);
    const record = place as Record<string, unknown>;
    const key = pick(random, keys);
    if (keys.length > 0 && random() < 0.6 && typeof record[key] === "object" && record[key] !== null) {
      place = record[key];
      continue;
    }
    const what = random();
    if (keys.length > 0 && what < 0.35) delete record[key];
    else if (keys.length > 0 && what < 0.8) record[key] = structuredClone(pick(random, strange));
    else
      Object.defineProperty(record, pick(random, names), {
        value: structuredClone(pick(random, strange)),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    return;
  }
}

/** Changes bytes: flips, cuts, doubles or inserts some. */
function changeBytes(random: Random, bytes: Buffer): Buffer {
  const at = Math.floor(random() * bytes.length);
  const what = random();
  if (what < 0.4) {
    const changed = Buffer.from(bytes);
    for (let flips = 1 + random() * 4; flips > 0; flips--)
      changed[Math.floor(random() * bytes.length)] = random() * 256;
    return changed;
  }
  if (what < 0.6) return bytes.subarray(0, at);
  if (what < 0.8) return Buffer.concat([bytes.subarray(0, at), bytes]);
  const inserted = pick(random, [
    "\u0000",
    "\ufeff",
    "}",
    '"',
    "[".repeat(20_000),
    '{"a":'.repeat(5_000),
    "1e999",
    "\\ud800",
  ]);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(inserted), bytes.subarray(at)]);
}

/** The event as it is, or changed in one of many ways: its structure, its bytes, or both; or something else altogether. */
export function mutated(random: Random, event: object): Buffer {
  const what = random();
  if (what < 0.15) return Buffer.from(JSON.stringify(event));
  if (what > 0.97) return Buffer.from(pick(random, ["", "null", "[]", "0", '"', "{}", " ", "\ufeff{}", "NaN"]));
  const copy = structuredClone(event);
  if (what < 0.75) for (let changes = 1 + random() * 3; changes > 0; changes--) changeSomething(random, copy);
  const bytes = Buffer.from(JSON.stringify(copy));
  return what < 0.6 ? bytes : changeBytes(random, bytes);
}
