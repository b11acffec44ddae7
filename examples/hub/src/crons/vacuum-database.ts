// Gives the space of deleted rows back to the disk. PostgreSQL does so by itself.
import { DatabaseSync } from "node:sqlite";

const { DATABASE_URL = "hub.db" } = process.env;
using database = new DatabaseSync(DATABASE_URL, { timeout: 60_000 });
database.exec("vacuum");
console.log(`${DATABASE_URL} vacuumed`);
