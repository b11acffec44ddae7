import { expect, onTestFinished, test } from "vitest";
import { Copy, changes } from "./support/generated.ts";

const stale = "schemas/task/stale.v1.json";
/** What is generated for the event `org.statehub.task.stale` alone. */
const OF_STALE = [
  "event-types/org.statehub.task.stale.md",
  "packages/events-contracts/schemas/task/stale/1.0.0.json",
  "packages/events-contracts/src/gen/task/stale.v1.examples.ts",
  "packages/events-contracts/src/gen/task/stale.v1.ts",
  "packages/events-contracts/validators/task/stale.v1.js",
];
/** What names every event. */
const INDEXES = [
  "docs/nats-event-subjects.md",
  "event-types/README.md",
  "packages/events-contracts/src/gen/events.ts",
  "packages/events-contracts/src/gen/examples.ts",
  "packages/events-contracts/src/gen/index.ts",
  "packages/events-contracts/src/gen/subjects.ts",
  "packages/events-publisher/src/gen/events.ts",
];

function copyOfRepository(): Copy {
  const copy = new Copy();
  onTestFinished(() => copy[Symbol.dispose]());
  return copy;
}

/** Whether a line of an index speaks of the event: by its name in one of its forms, or by its description. */
const isOfStale = (line: string): boolean =>
  /task\.stale|taskStale|TaskStale|task\/stale|\bstale:|unfinished task|finished task/i.test(line);

test("the generated files of this repository are what its schemas say", async () => {
  const copy = copyOfRepository();
  const before = copy.outputs();
  await copy.generate();
  expect(changes(before, copy.outputs())).toEqual({ added: [], removed: [], changed: {} });
});

test("a changed field changes the event's own files and nothing else", async () => {
  const copy = copyOfRepository();
  const before = copy.outputs();
  copy.edit(stale, (text) => text.replace(/"maxLength": \d+/, '"maxLength": 1234'));
  await copy.generate();
  const { added, removed, changed } = changes(before, copy.outputs());
  expect({ added, removed }).toEqual({ added: [], removed: [] });
  expect(Object.keys(changed)).toEqual(OF_STALE.filter((path) => !path.endsWith(".examples.ts")));
  const module = changed["packages/events-contracts/src/gen/task/stale.v1.ts"];
  // The bound and the digest; what stands around them stays.
  expect(module?.fresh).toEqual([expect.stringContaining("@maxLength 1234"), expect.stringContaining("sha256:")]);
});

test("a new field changes the event's own files and nothing else", async () => {
  const copy = copyOfRepository();
  const before = copy.outputs();
  const field = '"properties": { "nudges": { "type": "integer", "description": "Reminders sent so far." },';
  copy.edit(stale, (text) => text.replace('"properties": {', field));
  await copy.generate();
  const { added, removed, changed } = changes(before, copy.outputs());
  expect({ added, removed }).toEqual({ added: [], removed: [] });
  expect(Object.keys(changed)).toEqual(OF_STALE.filter((path) => !path.endsWith(".examples.ts")));
  expect(changed["packages/events-contracts/src/gen/task/stale.v1.ts"]?.fresh).toContain("  nudges?: number;");
});

test("another version, owner and description of an event change its own lines in the indexes", async () => {
  const copy = copyOfRepository();
  const before = copy.outputs();
  copy.edit(stale, (text) =>
    text
      .replace('"description": "An unfinished task', '"description": "A not yet finished task')
      .replace('"version": "1.0.0"', '"version": "1.1.0"')
      .replace('"owner": "team-custodian"', '"owner": "team-elsewhere"'),
  );
  await copy.generate();
  const { added, removed, changed } = changes(before, copy.outputs());
  expect(added).toEqual(["packages/events-contracts/schemas/task/stale/1.1.0.json"]);
  expect(removed).toEqual(["packages/events-contracts/schemas/task/stale/1.0.0.json"]);
  const indexes = Object.entries(changed).filter(([path]) => !OF_STALE.includes(path));
  expect(indexes.length).toBeGreaterThan(0);
  for (const [path, { gone, fresh }] of indexes) {
    expect(INDEXES).toContain(path);
    expect([...gone, ...fresh].filter((line) => !isOfStale(line))).toEqual([]);
    expect(fresh.length).toBe(gone.length);
  }
});

test("a changed fragment changes the types of its own module, and in those of others the digest only", async () => {
  const copy = copyOfRepository();
  const before = copy.outputs();
  copy.edit("schemas/common/slug.json", (text) => text.replace(/"maxLength": \d+/, '"maxLength": 111'));
  await copy.generate();
  const { added, removed, changed } = changes(before, copy.outputs());
  expect({ added, removed }).toEqual({ added: [], removed: [] });
  const modules = Object.entries(changed).filter(([path]) => path.startsWith("packages/events-contracts/src/gen/"));
  expect(modules.length).toBeGreaterThan(1);
  for (const [path, { fresh }] of modules) {
    const isOwn = path.endsWith("/common/slug.ts");
    expect(fresh).toEqual([expect.stringContaining(isOwn ? "@maxLength 111" : "sha256:")]);
  }
});

test("an added event changes no line of another event's files, and removing it gives back every byte", async () => {
  const copy = copyOfRepository();
  const before = copy.outputs();
  const overdue = "schemas/task/overdue.v1.json";
  const renamed = (text: string): string =>
    text
      .replaceAll("task.stale", "task.overdue")
      .replaceAll("task/stale", "task/overdue")
      .replaceAll("TaskStale", "TaskOverdue")
      .replaceAll(/"title": "(?!TaskOverdue")(\w+)"/g, '"title": "Overdue$1"');
  copy.edit(overdue, renamed, stale);
  await copy.generate();
  const { added, removed, changed } = changes(before, copy.outputs());
  expect(added).toEqual(OF_STALE.map((path) => path.replace("stale", "overdue")).sort());
  expect(removed).toEqual([]);
  expect(Object.keys(changed)).toEqual(INDEXES);
  for (const { gone } of Object.values(changed)) {
    // One import may name the types of all events, in one line.
    expect(gone.filter((line) => !line.startsWith("import type {"))).toEqual([]);
  }

  copy.remove(overdue);
  await copy.generate();
  expect(copy.outputs()).toEqual(before);
});

test("a removed event takes its files and its lines along, and nothing else", async () => {
  const copy = copyOfRepository();
  const before = copy.outputs();
  copy.remove(stale);
  await copy.generate();
  const { added, removed, changed } = changes(before, copy.outputs());
  expect(added).toEqual([]);
  expect(removed).toEqual(OF_STALE);
  expect(Object.keys(changed)).toEqual(INDEXES);
  for (const [path, { fresh, gone }] of Object.entries(changed)) {
    expect(fresh.filter((line) => !line.startsWith("import type {"))).toEqual([]);
    const others = gone.filter((line) => !isOfStale(line) && !line.startsWith("import type {"));
    // What opened and closed the group of task events.
    expect(others, path).toEqual(path.startsWith("packages/events-publisher/") ? ["  readonly task: {", "  };"] : []);
  }
});
