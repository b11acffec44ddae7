import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** What looking for a binary depends on: of this machine, or of one that a test describes. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly home: string;
  readonly isRoot: boolean;
  /** Directories where servers are installed though they may not be on PATH. */
  readonly usualPlaces: readonly string[];
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  const home = homedir();
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    home,
    isRoot: process.getuid?.() === 0,
    // Debian puts it in /usr/sbin, which an ordinary user's PATH lacks.
    usualPlaces: [
      "/usr/sbin",
      "/usr/local/sbin",
      "/usr/local/bin",
      "/usr/bin",
      "/opt/homebrew/bin",
      join(home, "go/bin"),
    ],
  };
}

/** The executables of that name, in the order of PATH and then of `more`. Relative entries of PATH are passed over. */
export async function executables(name: string, machine: Machine, more: readonly string[] = []): Promise<string[]> {
  const separator = machine.platform === "win32" ? ";" : ":";
  const file = machine.platform === "win32" ? `${name}.exe` : name;
  const directories = [...(machine.env.PATH ?? machine.env.Path ?? "").split(separator), ...more];
  const paths = new Set(
    directories.filter((directory) => isAbsolute(directory)).map((directory) => join(directory, file)),
  );
  const found: string[] = [];
  for (const path of paths) {
    if (await isExecutable(path)) found.push(path);
  }
  return found;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
