// Copies the hub's SQLite database, as it is at one moment, to BACKUP_DIR (default: beside it). PostgreSQL has pg_dump.
import { basename, dirname, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";

const { DATABASE_URL = "hub.db", BACKUP_DIR = dirname(DATABASE_URL) } = process.env;
const target = join(BACKUP_DIR, `${basename(DATABASE_URL)}.${new Date().toISOString().slice(0, 10)}`);
using database = new DatabaseSync(DATABASE_URL, { readOnly: true });
await backup(database, target);
console.log(`${target} written`);
