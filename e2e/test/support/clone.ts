import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root, trackedFiles } from "./workspace.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * This repository as somebody has it after a clone and its first command: the files of the working tree in one commit
 * of a branch `main`, and the installed dependencies. Its workspace packages are its own.
 */
export class Clone implements Disposable {
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), "statehub-clone-")));

  static async make(): Promise<Clone> {
    const clone = new Clone();
    for (const path of trackedFiles()) cpSync(join(root, path), join(clone.folder, path));
    clone.#install();
    for (const command of ["git init --quiet --initial-branch=main", "git add --all", "git commit --quiet -m Begin"]) {
      const { code, stderr } = await clone.run(command);
      if (code !== 0) throw new Error(`${command}: ${stderr}`);
    }
    return clone;
  }

  /** Links what is installed here. A link to the folder itself would lead the workspace's packages back here. */
  #install(): void {
    const modules = join(root, "node_modules");
    const own = join(this.folder, "node_modules");
    mkdirSync(join(own, "@statehub"), { recursive: true });
    for (const name of readdirSync(modules)) {
      if (!["@statehub", ".cache", ".installed-lockfile"].includes(name))
        symlinkSync(join(modules, name), join(own, name));
    }
    for (const name of readdirSync(join(modules, "@statehub"))) {
      const target = realpathSync(join(modules, "@statehub", name)).replace(root, this.folder);
      symlinkSync(target, join(own, "@statehub", name), "dir");
    }
    const lockfile = readFileSync(join(this.folder, "package-lock.json"));
    writeFileSync(join(own, ".installed-lockfile"), createHash("sha256").update(lockfile).digest("hex"));
  }

  /** Runs a command line as a person's shell does. */
  run(command: string): Promise<Ran> {
    const { FORCE_COLOR, NO_COLOR, NODE_OPTIONS, ...inherited } = process.env;
    const about = /^npm_(?:package|lifecycle)_|^npm_command$|^INIT_CWD$|^VITEST|^GIT_/;
    const env = {
      ...Object.fromEntries(Object.entries(inherited).filter(([name]) => !about.test(name))),
      ...{ GIT_AUTHOR_NAME: "Test", GIT_AUTHOR_EMAIL: "test@example.org", GIT_CONFIG_GLOBAL: "/dev/null" },
      ...{
        GIT_COMMITTER_NAME: "Test",
        GIT_COMMITTER_EMAIL: "test@example.org",
        CI: "true",
        TURBO_TELEMETRY_DISABLED: "1",
        // A walk starts Node some fifty times over, and half of each start would be compiling the same sources.
        NODE_COMPILE_CACHE: join(this.folder, "node_modules/.cache/compile"),
      },
    };
    const options = { cwd: this.folder, env, shell: "/bin/sh", maxBuffer: 1 << 26, timeout: 250_000 } as const;
    return new Promise((resolve) => {
      execFile(command, { ...options, encoding: "utf8" }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, stdout, stderr });
      });
    });
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
