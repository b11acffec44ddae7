import { resolve } from "node:path";
import { expect, test } from "vitest";
import { cacheDirectory } from "../../src/testing/binary/cache.ts";

const machine = { arch: "x64", home: "/home/ada", isRoot: false, usualPlaces: [] };

test.each([
  { platform: "linux", env: {}, want: "/home/ada/.cache/statehub-events/nats-server" },
  { platform: "linux", env: { XDG_CACHE_HOME: "/x" }, want: "/x/statehub-events/nats-server" },
  { platform: "linux", env: { XDG_CACHE_HOME: "relative" }, want: "/home/ada/.cache/statehub-events/nats-server" },
  { platform: "darwin", env: { XDG_CACHE_HOME: "/x" }, want: "/home/ada/Library/Caches/statehub-events/nats-server" },
  { platform: "win32", env: { LOCALAPPDATA: "/local" }, want: "/local/statehub-events/cache/nats-server" },
  { platform: "linux", env: { XDG_CACHE_HOME: "/x", STATEHUB_EVENTS_CACHE: "/own" }, want: "/own/nats-server" },
  { platform: "linux", env: { STATEHUB_EVENTS_CACHE: "relative" }, want: resolve("relative/nats-server") },
] as const)("the cache on $platform with $env is $want", ({ platform, env, want }) => {
  expect(cacheDirectory({ ...machine, platform, env })).toBe(want);
});
