import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inBench } from "../workspace.ts";

/** Installs what a suite compares with from a lockfile of its own, unless it was done before. */
export function installPeers(note: (text: string) => void, path: string, what: string): void {
  const folder = inBench(path);
  const lockfile = join(folder, "package-lock.json");
  const stamp = join(folder, "node_modules", ".installed-lockfile");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === readFileSync(lockfile, "utf8")) return;
  note(`installing ${what} (once)`);
  const cli = process.env.npm_execpath;
  const [command, before] = cli === undefined ? ["npm", []] : [process.execPath, [cli]];
  const args = [...before, "ci", "--loglevel=error"];
  const result = spawnSync(command, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) throw new Error(`npm ci in bench/${path} ended with ${result.status}: see above`);
  copyFileSync(lockfile, stamp);
}
