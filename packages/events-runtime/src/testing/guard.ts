import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import type { Socket } from "node:net";

/** Ends processes and removes a directory, should this process end before {@link Guard.dismiss}. */
export interface Guard {
  /**
   * Starts a program that does not outlive this process, nor do the processes that it starts: on Linux and macOS they
   * are a process group, which its pid names. One at a time. `stdio` is what standard input, output and error are.
   */
  spawn(program: string, args: readonly string[], options: GuardedSpawnOptions): ChildProcess;
  dismiss(): void;
}

export interface GuardedSpawnOptions extends Pick<SpawnOptions, "cwd" | "env" | "uid" | "gid"> {
  readonly stdio: ("ignore" | "pipe" | number)[];
}

/** Sees to it that `directory`, and what is started through the guard, do not outlive this process. */
export function guard(directory: string): Guard {
  return process.platform === "win32" ? guardAtExit(directory) : guardByShell(directory);
}

// nats-server has no option to end with its parent, and a process that is killed with -9 (as test runners do with a
// worker that hangs) runs no exit handler. But its end of a pipe closes in any case: a shell waits for that.
// Each line is the group to kill by then. A killed process may still finish a system call, hence the second `rm`.
const guarding = `
while read -r line; do group=$line; done
if [ -n "$group" ]; then kill -9 "-$group" 2>/dev/null; fi
rm -rf "$1" 2>/dev/null || { sleep 1; rm -rf "$1"; }`;

// The program announces itself, before it is the program: were it this process that told the guard, it could be killed
// after starting and before telling. It must not keep the pipe, or the guard would wait for it.
const announced = `echo $$ >&3; exec "$@" 3>&-`;

function guardByShell(directory: string): Guard {
  const shell = spawn("/bin/sh", ["-c", guarding, "guard", directory], {
    // A group of its own: Ctrl-C in a terminal goes to the whole foreground group, and must not take the guard.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: { PATH: `${process.env.PATH ?? ""}:/usr/bin:/bin` },
    cwd: "/",
  });
  const pipe = shell.stdin as Socket;
  // A guard that is gone guards nothing, and there is nothing that the caller could do about it.
  shell.on("error", () => {});
  pipe.on("error", () => {});
  // Waiting for its own end must not keep this process alive.
  shell.unref();
  pipe.unref();
  return {
    spawn(program, args, options) {
      const child = spawn("/bin/sh", ["-c", announced, "sh", program, ...args], {
        ...options,
        stdio: [...options.stdio, pipe],
        detached: true,
      });
      // From here on the number may become another's.
      child.once("exit", () => pipe.write("\n"));
      return child;
    },
    dismiss: () => void shell.kill("SIGKILL"),
  };
}

/** Windows has neither `sh` nor process groups: this covers a regular exit, not a killed process. */
function guardAtExit(directory: string): Guard {
  let child: ChildProcess | undefined;
  const cleanUp = (): void => {
    try {
      child?.kill("SIGKILL");
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Too late to tell anybody.
    }
  };
  process.once("exit", cleanUp);
  return {
    spawn(program, args, options) {
      child = spawn(program, args, { ...options, windowsHide: true });
      return child;
    },
    dismiss: () => void process.off("exit", cleanUp),
  };
}
