import type { Delivery } from "./delivery.ts";

/** The deliveries of one key, linked in their order; the head is the one that runs or waits. */
export interface Lane {
  readonly key: string;
  head: Delivery | undefined;
  tail: Delivery | undefined;
  size: number;
  state: "idle" | "ready" | "running" | "waiting";
  held: boolean;
  timer: NodeJS.Timeout | undefined;
}

export function newLane(key: string): Lane {
  return { key, head: undefined, tail: undefined, size: 0, state: "idle", held: false, timer: undefined };
}

/** Whether the delivery waits until its key is released: all do but what is replayed. */
export function isHeld({ held }: Lane, { origin }: Delivery): boolean {
  return held && origin === undefined;
}

/** Whether its deliveries wait for longer than for a free handler. */
export function isBlocked(lane: Lane): boolean {
  return lane.held || lane.state === "waiting";
}

export function append(lane: Lane, delivery: Delivery): void {
  if (lane.tail === undefined) lane.head = delivery;
  else lane.tail.next = delivery;
  lane.tail = delivery;
  lane.size++;
}

/** Puts a replayed delivery before what is held, behind other replayed ones. */
export function insertReplayed(lane: Lane, delivery: Delivery): void {
  let before: Delivery | undefined;
  for (let one = lane.head; one?.origin !== undefined; one = one.next) before = one;
  delivery.next = before === undefined ? lane.head : before.next;
  if (before === undefined) lane.head = delivery;
  else before.next = delivery;
  if (delivery.next === undefined) lane.tail = delivery;
  lane.size++;
}

/** Takes out the head, or one further behind, if a replayed one came before it. */
export function takeOut(lane: Lane, delivery: Delivery): void {
  lane.size--;
  if (lane.head === delivery) {
    lane.head = delivery.next;
    if (lane.head === undefined) lane.tail = undefined;
  } else {
    let before = lane.head;
    while (before !== undefined && before.next !== delivery) before = before.next;
    if (before === undefined) return;
    before.next = delivery.next;
    if (lane.tail === delivery) lane.tail = before;
  }
  delivery.next = undefined;
}
