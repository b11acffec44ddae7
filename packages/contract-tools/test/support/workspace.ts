import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../../../..");

/** A folder outside the repository in which generated files can be checked with the repository's own tools. */
export class Workspace implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), "contract-tools-"));

  constructor() {
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"), "dir");
    this.write("package.json", JSON.stringify({ type: "module", imports: { "#validators/*": "./validators.d.ts" } }));
    const declarations = "packages/events-contracts/src/validator-module.d.ts";
    this.write("validators.d.ts", readFileSync(join(root, declarations), "utf8"));
  }

  write(path: string, text: string): void {
    const target = join(this.folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  /** Type-checks the files as strictly as the repository is; returns the compiler's lines about errors. */
  typeCheck(paths: readonly string[]): string[] {
    const base = readFileSync(join(root, "tsconfig.base.json"), "utf8");
    this.write("tsconfig.base.json", base);
    const compilerOptions = { noEmit: true, customConditions: ["@statehub/source"] };
    this.write("tsconfig.json", JSON.stringify({ extends: "./tsconfig.base.json", compilerOptions, files: paths }));
    return this.#run("typescript/bin/tsc", ["-p", "tsconfig.json", "--pretty", "false"]);
  }

  /** Formatter, linter and the order of imports; returns what they complain of in these folders. */
  lint(folders: readonly string[]): string[] {
    const { vcs: _, $schema: __, ...config } = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
    this.write("biome.json", JSON.stringify({ ...config, root: true }));
    return this.#run("@biomejs/biome/bin/biome", ["check", "--colors=off", "--error-on-warnings", ...folders]);
  }

  #run(bin: string, args: readonly string[]): string[] {
    const script = join(root, "node_modules", bin);
    const { status, stdout, stderr, error } = spawnSync(process.execPath, [script, ...args], {
      cwd: this.folder,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    if (error) throw error;
    return status === 0 ? [] : `${stdout}\n${stderr}`.split("\n").filter((line) => line.trim() !== "");
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
