import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { statehubEvents } from "../support/command.ts";
import { contract, json, lineOf } from "../support/contracts.ts";
import { repositoryOf } from "../support/repository.ts";

const definition = (when: string, key = "event.data.ticket_id"): string => `id: look-at-ticket
version: 1.0.0
owner: team-tools
description: Somebody looks at the ticket.
mode: shadow
triggers:
  - event: org.statehub.ticket.opened
when: ${when}
key: ${key}
task:
  title: Look at {{ event.data.ticket_id }}
  team: team-tools
  instruction: Look at it.
`;

const OPTIONAL = "has(event.data.count) && event.data.count > 3";

const repository = (files: Readonly<Record<string, string>>): Promise<string> =>
  repositoryOf({ "schemas/ticket/opened.v1.json": json(contract("ticket", "opened")), ...files });

describe("activities check", () => {
  test("passes what is fine, and says how much there was", async () => {
    const cwd = await repository({ "activities/look-at-ticket.yaml": definition(OPTIONAL) });
    const { code, stdout, stderr } = await statehubEvents(["activities", "check"], { cwd });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "1 definition checked: 0 errors, 0 warnings\n",
      stderr: "",
    });
  });

  test("names a misspelt field with file, line, column and suggestion", async () => {
    const text = definition("has(event.data.cuont)");
    const cwd = await repository({ "activities/look-at-ticket.yaml": text });
    const { code, stdout, stderr } = await statehubEvents(["activities", "check"], { cwd });
    expect(code).toBe(1);
    expect(stdout).toBe("1 definition checked: 1 error, 0 warnings\n");
    expect(stderr).toContain(`activities/look-at-ticket.yaml:${lineOf(text, "when:")}:11 error unknown-path`);
    expect(stderr).toContain('Did you mean "count"?');
  });

  test("prints the same as JSON", async () => {
    const cwd = await repository({ "activities/look-at-ticket.yaml": definition("event.data.count > 3") });
    const { code, stdout } = await statehubEvents(["activities", "check", "--json"], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      checked: 1,
      errors: 1,
      warnings: 0,
      diagnostics: [{ code: "unguarded-optional", severity: "error", line: 8, column: 7, pointer: "/when" }],
    });
  });

  test("takes files and folders, and fails for none", async () => {
    const cwd = await repository({ "elsewhere/look-at-ticket.yml": definition(OPTIONAL) });
    expect(await statehubEvents(["activities", "check", "elsewhere"], { cwd })).toMatchObject({ code: 0 });
    expect(await statehubEvents(["activities", "check", "elsewhere/look-at-ticket.yml"], { cwd })).toMatchObject({
      code: 0,
    });
    const none = await statehubEvents(["activities", "check"], { cwd });
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining("no-definitions") });
    const missing = await statehubEvents(["activities", "check", "nowhere"], { cwd });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("nowhere does not exist") });
  });

  test("says what is wrong with a contract instead", async () => {
    const cwd = await repository({
      "activities/look-at-ticket.yaml": definition(OPTIONAL),
      "schemas/ticket/opened.v1.json": json(contract("ticket", "opened", { typ: "object" })),
    });
    const result = await statehubEvents(["activities", "check"], { cwd });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining("schemas/ticket/opened.v1.json") });
  });

  test("counts warnings against --max-warnings", async () => {
    const inputs = "inputs:\n  days: { type: integer, default: 3, description: Days. }\n";
    const cwd = await repository({ "activities/look-at-ticket.yaml": definition(OPTIONAL) + inputs });
    const args = ["activities", "check"];
    expect(await statehubEvents(args, { cwd })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("1 warning\n"),
    });
    expect(await statehubEvents([...args, "--max-warnings", "0"], { cwd })).toMatchObject({ code: 1 });
    expect(await statehubEvents([...args, "--max-warnings", "no"], { cwd })).toMatchObject({ code: 2 });
    expect(await statehubEvents([...args, "--today", "soon"], { cwd })).toMatchObject({ code: 2 });
  });
});

describe("activities fields", () => {
  test("writes a profile with the line of each field, which --check holds against the definitions", async () => {
    const text = definition(OPTIONAL);
    const cwd = await repository({ "activities/look-at-ticket.yaml": text });
    const args = ["activities", "fields", "--out", "consumers/activity-core-definitions.json"];
    expect(await statehubEvents([...args, "--check"], { cwd })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("is missing"),
    });
    const written = await statehubEvents(args, { cwd });
    expect(written).toMatchObject({ code: 0, stdout: expect.stringContaining("/count") });
    const profile = JSON.parse(await readFile(join(cwd, "consumers/activity-core-definitions.json"), "utf8"));
    const file = "activities/look-at-ticket.yaml";
    expect(profile).toMatchObject({ consumer: "activity-core-definitions", owner: "team-tools", scanned: [{ file }] });
    expect(profile.reads).toEqual([
      {
        type: "org.statehub.ticket.opened",
        versions: "^1.0.0",
        fields: [
          { pointer: "/count", file, line: 8, column: 11, access: "read" },
          { pointer: "/count", file, line: 8, column: 32, access: "read" },
          { pointer: "/ticket_id", file, line: 9, column: 6, access: "read" },
          { pointer: "/ticket_id", file, line: 11, column: 21, access: "read" },
        ],
      },
    ]);
    expect(await statehubEvents([...args, "--check"], { cwd })).toMatchObject({ code: 0 });
    // The gate reads it.
    expect(await statehubEvents(["diff"], { cwd })).toMatchObject({ code: 0 });
  });

  test("has help, and an error for an unknown command", async () => {
    expect(await statehubEvents(["activities", "--help"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("check"),
    });
    expect(await statehubEvents(["activities", "check", "--help"])).toMatchObject({ code: 0 });
    expect(await statehubEvents(["activities", "chekc"])).toMatchObject({ code: 2 });
  });
});
