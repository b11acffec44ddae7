// Runs one npm script of this repository with everything it needs in place, on a machine that has only
// Node 20.20 or newer, npm and git. Plain JavaScript without dependencies: it runs before they are installed.
//
//   node scripts/bootstrap.mjs <script> [arguments…]
//
// It installs the dependencies when the lockfile changed since the last time. One of them is a pinned Node
// (see optionalDependencies in package.json and docs/decisions/0005-node.md), which npm puts first on the PATH
// of its scripts, so that the tools run on it whatever the machine has.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, "node_modules", ".installed-lockfile");
const oldestNode = [22, 18];
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

const hasGroups = process.platform !== "win32";

/**
 * Runs npm to its end, and returns its exit code, or 128 and the number of the signal that ended it. A signal to end is
 * passed on to all that npm started, as a process group of its own: npm itself tells only the shell that it runs a
 * script with, which dies without telling the script. The shell above this process does too, so its death counts.
 */
async function npm(args, stdio = "inherit") {
  const cli = process.env.npm_execpath;
  const [command, before] = cli ? [process.execPath, [cli]] : ["npm", []];
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
  const child = spawn(command, [...before, ...args], { cwd: root, stdio, env, detached: hasGroups });
  const pass = (signal) => (hasGroups ? process.kill(-child.pid, signal) : child.kill(signal));
  for (const signal of signals) process.on(signal, pass);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    pass("SIGTERM");
  }, 200);
  const [code, endedBy] = await once(child, "exit");
  clearInterval(watch);
  for (const signal of signals) process.off(signal, pass);
  return code ?? 128 + constants.signals[endedBy];
}

function lockfileDigest() {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

function isInstalled(digest) {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === digest;
}

/** npm writes the pinned Node's executable into node_modules/.bin; where no package exists for the platform, the machine's own Node must be new enough. */
function nodeIsUsable() {
  if (existsSync(join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node"))) return true;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

const [script, ...args] = process.argv.slice(2);
if (!script) {
  console.error("usage: node scripts/bootstrap.mjs <script> [arguments…]");
  process.exit(2);
}

const digest = lockfileDigest();
if (!isInstalled(digest)) {
  console.error("installing dependencies from the lockfile …");
  // npm's output goes to stderr so that a script's --json stays clean.
  const status = await npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["ignore", 2, 2]);
  if (status !== 0) {
    console.error(
      "npm ci failed: see above. Dependencies come from the npm registry that `npm config get registry` names.",
    );
    process.exit(status);
  }
  writeFileSync(stampFile, digest);
}

if (!nodeIsUsable()) {
  console.error(
    `node ${process.versions.node} is too old for the tools (want ${oldestNode.join(".")} or newer), and no pinned Node exists for ${process.platform}-${process.arch}: install a newer Node and run this again.`,
  );
  process.exit(1);
}

process.exit(await npm(["run", "--silent", script, "--", ...args]));
