import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { statehubEvents } from "./support/command.ts";
import { temporaryFolder, writeFiles } from "./support/repository.ts";

describe("help", () => {
  test.each([["--help"], ["-h"], ["help"]])("%s names every command and the exit codes", async (option) => {
    const { code, stdout, stderr } = await statehubEvents([option]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^usage: statehub-events <command> \[options\]\n/);
    expect(stdout).toMatch(/^ {2}generate {2,}\S/m);
    expect(stdout).toContain("Exit codes: 0 fine, 1 something was found, 2 the command line is wrong");
  });

  test("is what a call without a command prints, which is a wrong command line", async () => {
    const { code, stdout } = await statehubEvents([]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^usage: statehub-events <command>/);
  });

  test.each([["--help"], ["-h"]])("generate %s explains every option and does nothing", async (option) => {
    const cwd = await temporaryFolder();
    const { code, stdout, stderr } = await statehubEvents(["generate", option], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const known of ["--check", "--only <part>", "--root <dir>", "--no-cache", "--json", "--quiet", "-h, --help"]) {
      expect(stdout).toContain(`\n  ${known} `);
    }
  });
});

test("a command that nobody reads ends as it would, and says nothing of it", async () => {
  expect(await statehubEvents(["--help"], { isUnread: true })).toEqual({
    code: 0,
    signal: null,
    stdout: "",
    stderr: "",
  });
});

describe("a wrong command line says what is wrong, exits with 2 and writes nothing to stdout", () => {
  const cases: { name: string; args: string[]; says: string }[] = [
    { name: "an unknown command", args: ["generat"], says: 'unknown command "generat", want one of generate' },
    { name: "a name of every object", args: ["constructor"], says: 'unknown command "constructor"' },
    { name: "an unknown option", args: ["generate", "--chek"], says: "Unknown option '--chek'" },
    { name: "an argument too many", args: ["generate", "schemas"], says: "Unexpected argument 'schemas'" },
    {
      name: "an option without its value",
      args: ["generate", "--root"],
      says: "Option '--root <value>' argument missing",
    },
    {
      name: "an unknown part",
      args: ["generate", "--only", "types"],
      says: '--only: got "types", want "committed" or "built"',
    },
    {
      name: "a check of what is never committed",
      args: ["generate", "--check", "--only", "built"],
      says: "--check is about committed files",
    },
    {
      name: "a root that is not there",
      args: ["generate", "--root", "nowhere"],
      says: "--root: nowhere does not exist",
    },
    { name: "a root that is a file", args: ["generate", "--root", "notes"], says: "--root: notes is a file" },
    { name: "no schemas here or above", args: ["generate"], says: "no folder schemas/ here or above" },
  ];

  test.each(cases)("$name", async ({ args, says }) => {
    const cwd = await temporaryFolder();
    await writeFiles(cwd, { notes: "" });
    const { code, stdout, stderr } = await statehubEvents(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`error: ${says}`);
    expect(stderr).toMatch(/\nrun "statehub-events --help" for help\n$/);
    // A stack is for those who mend the command, not for those who mistyped.
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test("the repository is found from any folder in it, also from one with a built folder of the name schemas", async () => {
  const root = await temporaryFolder();
  const built = "packages/events-contracts/schemas/repo/registered/1.0.0.json";
  await writeFiles(root, { "schemas/x.v1.json": "{", [built]: "{}", "docs/decisions/0001.md": "" });
  for (const folder of [
    "docs/decisions",
    "schemas",
    "packages/events-contracts",
    "packages/events-contracts/schemas",
  ]) {
    const { stdout } = await statehubEvents(["generate", "--json"], { cwd: join(root, folder) });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { file: string }[] };
    expect(diagnostics.map(({ file }) => file)).toEqual(["schemas/x.v1.json"]);
  }
});
