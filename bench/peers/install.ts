import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inBench } from "../workspace.ts";

/** Installs the other generators from their own lockfile, unless it was done before. */
export function installPeers(note: (text: string) => void): void {
  const folder = inBench("peers");
  const lockfile = join(folder, "package-lock.json");
  const stamp = join(folder, "node_modules", ".installed-lockfile");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === readFileSync(lockfile, "utf8")) return;
  note("installing the packages of others (once)");
  const cli = process.env.npm_execpath;
  const [command, before] = cli === undefined ? ["npm", []] : [process.execPath, [cli]];
  const args = [...before, "ci", "--loglevel=error"];
  const result = spawnSync(command, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  if (result.error !== undefined) throw result.error;
  if (result.status !== 0) throw new Error(`npm ci in bench/peers ended with ${result.status}: see above`);
  copyFileSync(lockfile, stamp);
}
