/** Where the hub of a test notes, in the same transaction, which event of its key this is: what the order has to be. */
export const LOG = "create table log (key text, place integer, name text, primary key (key, place))";

export function note(key: string, name: string): string {
  return `insert into log select '${key}', coalesce(max(place), 0) + 1, '${name}' from log where key = '${key}'`;
}

export const LOGGED = "select key, name from log order by key, place";
