// Starts a PostgreSQL, prints its pid and its log file as JSON, and waits to be killed.
import { startPostgres } from "../../../src/testing/index.ts";

const { pid, logFile } = await startPostgres();
console.log(JSON.stringify({ pid, logFile }));
setInterval(() => {}, 1000);
