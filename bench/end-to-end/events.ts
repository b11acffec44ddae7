import type { EventDataByType } from "@statehub/events-contracts";
import { dataOf } from "@statehub/events-contracts/testing";

export const TYPE = "org.statehub.repo.registered";
/** How many repositories the events are about. */
const KEYS = 1_000;
const ID = "01979c61-0c9f-7d68-b1e5-";
const keys = Array.from({ length: KEYS }, (_, key) => `01979c61-0a3e-7b52-8f1d-${key.toString().padStart(12, "0")}`);
const data = keys.map((repo_id) => dataOf(TYPE, { repo_id }));

/** The event with that number: its data, and the id that it is given. */
export function numbered(number: number): {
  readonly data: EventDataByType[typeof TYPE];
  readonly options: { readonly id: string };
} {
  const id = `${ID}${number.toString().padStart(12, "0")}`;
  return { data: data[number % KEYS] as EventDataByType[typeof TYPE], options: { id } };
}

/** The number of the event with that id. */
export const numberOf = (id: string): number => Number(id.slice(ID.length));
