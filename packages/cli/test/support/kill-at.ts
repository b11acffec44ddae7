// Kills the process that loads it at one call of a function of node:fs. KILL_AT is `<function> <which> <when>`: which call,
// as a number or as a part of the path that it is given; `before` it, or `half`, when the first half of the text is
// written. Unlike a timer, it always hits the same place.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [name, which = "", when] = (process.env.KILL_AT ?? "").split(" ");
if (name !== "writeFileSync" && name !== "renameSync") throw new RangeError(`KILL_AT: got ${process.env.KILL_AT}`);

let calls = 0;
const genuine = fs[name] as (path: string, second: string) => void;
fs[name] = (path: unknown, second: unknown) => {
  calls++;
  const isIt = /^\d+$/.test(which) ? calls === Number(which) : String(path).includes(which);
  if (!isIt) return genuine(String(path), String(second));
  if (when === "half") genuine(String(path), String(second).slice(0, String(second).length / 2));
  process.kill(process.pid, "SIGKILL");
};
syncBuiltinESMExports();
