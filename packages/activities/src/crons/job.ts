/** When a job runs. */
export type Schedule =
  /** Five fields as in crontab(5): with both days given, either is enough. */
  | { readonly kind: "cron"; readonly expression: string; readonly timezone: string | undefined }
  /** Again and again, counted from the start of the program or the end of the run before. */
  | { readonly kind: "every"; readonly ms: number }
  /** Once, when the machine or the program starts. */
  | { readonly kind: "boot" }
  /** What five fields cannot say, or what only the running program knows. */
  | { readonly kind: "unsupported"; readonly text: string; readonly because: string };

export type Format =
  | "crontab"
  | "systemd"
  | "kubernetes"
  | "github-actions"
  | "node-cron"
  | "croner"
  | "cron"
  | "node-schedule"
  | "toad-scheduler"
  | "apscheduler"
  | "schedule"
  | "celery";

/** A job that runs by the clock. */
export interface CronJob {
  /** What its author calls it, else what it runs: lower case, with hyphens. */
  readonly name: string;
  readonly format: Format;
  readonly file: string;
  /** 1-based line of its schedule. */
  readonly line: number;
  readonly schedules: readonly Schedule[];
  /** What runs: a command line, an image, a function. */
  readonly command: string;
  /** It is there and does not run (Kubernetes: `suspend`). */
  readonly isSuspended: boolean;
}

/** Something in a file that looks like a job and cannot be read. */
export interface CronProblem {
  readonly file: string;
  readonly line: number;
  readonly got: string;
  readonly want: string;
}

export interface ReadJobs {
  readonly jobs: readonly CronJob[];
  readonly problems: readonly CronProblem[];
}

/** `Nightly sweep!` or `/opt/hub/bin/sweep.sh --all` → `nightly-sweep`, `sweep`. */
export function nameOf(text: string): string {
  const first = text.trim().split(/\s+/)[0] ?? "";
  const base = first.includes("/") ? (first.split("/").at(-1) ?? first) : text;
  const words = base
    .replace(/\.(?:sh|py|js|ts|mjs|rb|pl|php)$/, "")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  // It is the id of the definition that takes over, which begins with a letter.
  const name = /^\d/.test(words) ? `job-${words}` : words;
  return name.slice(0, 60).replace(/-+$/, "") || "job";
}

/** A command line that is handed to a shell: `bash -lc 'cd /srv && npm run tidy'`. */
const HANDED_ON = /(?:^|[\s/])(?:\w*sh|flock|su)\s[^"']*-\w*c\s+(["'])(.+?)\1/;

/** What a command line runs: past `cd …`, guards, shells, interpreters, npm and environment. */
export function nameOfCommand(command: string): string {
  const inner = HANDED_ON.exec(command)?.[2];
  if (inner !== undefined) return nameOfCommand(inner);
  const last =
    command
      .split(/&&|;|\|\|/)
      .map((part) => part.trim().replace(/^[{(]\s*/, ""))
      .find((part) => !/^(?:cd|source|\.|test|\[{1,2})\s/.test(part)) ?? command;
  const words = last.split(/\s+/).filter((word) => !/^[A-Za-z_]\w*=/.test(word));
  const skipped =
    /^(?:\S*\/)?(?:sh|bash|env|nice|ionice|flock|timeout|sudo|python\d*|node|npx|npm|pnpm|yarn|bun|run|exec|ruby|perl|php|systemd-cat|-\S+|\d+)$/;
  const word = words.find((one) => !skipped.test(one) && !/\.lock$/.test(one)) ?? words[0] ?? "";
  return nameOf(word);
}
