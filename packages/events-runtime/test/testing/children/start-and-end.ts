// Starts a server, prints its pid and its directories as JSON, and ends in the way that it is told, disposing of nothing.
import { startNatsServer } from "../../../src/testing/index.ts";

const [way, binary = ""] = process.argv.slice(2);
const server = await startNatsServer({ server: { binary } });
console.log(JSON.stringify({ pid: server.pid, storeDirectory: server.storeDirectory, logFile: server.logFile }));
if (way === "wait to be killed, server paused") server.pause();
if (way?.startsWith("wait")) setInterval(() => {}, 1000);
if (way === "exit") process.exit(0);
if (way === "throw") throw new Error("as told");
