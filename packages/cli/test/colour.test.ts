import { PassThrough } from "node:stream";
import { WriteStream } from "node:tty";
import type { Diagnostic } from "@statehub/contract-tools";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { formatDiagnostics } from "../src/report.ts";
import { statehubEvents } from "./support/command.ts";
import { repositoryOf } from "./support/repository.ts";

const ESCAPE = "\u001b";

describe("colour", () => {
  const diagnostic: Diagnostic = {
    code: "json-syntax",
    severity: "error",
    file: "schemas/tool/installed.v1.json",
    line: 3,
    column: 5,
    pointer: "/type",
    message: "not valid JSON",
    fix: "correct it.",
  };
  /** Node asks a terminal how many colours it has; the terminal looks at the environment. */
  const terminal = { isTTY: true, getColorDepth: () => WriteStream.prototype.getColorDepth() };

  function onTerminal(): string {
    const stream = Object.assign(new PassThrough(), terminal) as unknown as NodeJS.WriteStream;
    return formatDiagnostics([diagnostic], stream);
  }

  beforeEach(() => {
    vi.stubEnv("TERM", "xterm-256color");
    for (const name of ["CI", "NO_COLOR", "NODE_DISABLE_COLORS", "FORCE_COLOR"]) vi.stubEnv(name, undefined);
    return () => vi.unstubAllEnvs();
  });

  test("is on a terminal", () => {
    expect(onTerminal()).toContain(`${ESCAPE}[31merror${ESCAPE}[39m`);
  });

  test("is not on a terminal whose user does not want it", () => {
    vi.stubEnv("NO_COLOR", "1");
    expect(onTerminal()).not.toContain(ESCAPE);
  });

  test.each([
    ["what is wrong with a contract", ["generate"], {}],
    ["what is wrong with a contract, as JSON", ["generate", "--json"], {}],
    ["what is wrong with a contract, without colours", ["generate"], { NO_COLOR: "1" }],
    ["what is wrong with the command line", ["generate", "--colour"], {}],
    ["help", ["--help"], {}],
  ])("is not in a pipe: %s", async (_, args, env) => {
    const cwd = await repositoryOf({ "schemas/tool/installed.v1.json": "{" });
    const { stdout, stderr } = await statehubEvents(args, { cwd, env });
    expect(stdout + stderr).not.toBe("");
    expect(stdout + stderr).not.toContain(ESCAPE);
    // Progress is written over on a terminal; in a log it would be litter.
    expect(stdout + stderr).not.toContain("\r");
  });
});
