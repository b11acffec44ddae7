/** What a method of arrays does with the items and with what its callback returns. */
export interface ListMethod {
  /** Which parameters of the callback get an item. */
  readonly itemAt?: readonly number[];
  /** Which parameter of the callback gets the list. */
  readonly listAt?: number;
  /** What the call's result holds; nothing where this is missing. `whole`: a text of all items. */
  readonly result?: "list" | "item" | "entries" | "whole";
  /** What becomes of the callback's result: only tested, an item of the call's result, an item or items, the result. */
  readonly returns?: "test" | "item" | "list" | "result";
  /** False where the values of the items do not matter, if they have nothing inside. */
  readonly readsItems?: false;
}

const test: ListMethod = { itemAt: [0], listAt: 2, returns: "test" };
const list: ListMethod = { result: "list" };
const item: ListMethod = { result: "item" };

const LIST_METHODS: Readonly<Record<string, ListMethod>> = {
  map: { itemAt: [0], listAt: 2, returns: "item" },
  flatMap: { itemAt: [0], listAt: 2, returns: "list" },
  forEach: test,
  some: test,
  every: test,
  findIndex: test,
  findLastIndex: test,
  filter: { ...test, result: "list" },
  find: { ...test, result: "item" },
  findLast: { ...test, result: "item" },
  reduce: { itemAt: [0, 1], listAt: 3, result: "item", returns: "result" },
  reduceRight: { itemAt: [0, 1], listAt: 3, result: "item", returns: "result" },
  sort: { itemAt: [0, 1], result: "list", returns: "test" },
  toSorted: { itemAt: [0, 1], result: "list", returns: "test" },
  at: item,
  pop: item,
  shift: item,
  slice: list,
  concat: list,
  flat: { result: "whole" },
  reverse: list,
  toReversed: list,
  with: list,
  splice: list,
  toSpliced: list,
  fill: list,
  values: list,
  entries: { result: "entries" },
  join: { result: "whole" },
  includes: {},
  indexOf: {},
  lastIndexOf: {},
  push: { readsItems: false },
  unshift: { readsItems: false },
  keys: { readsItems: false },
};

/** What a method of arrays does; undefined for one that is not known, which may read everything. */
export function listMethod(name: string): ListMethod | undefined {
  return Object.hasOwn(LIST_METHODS, name) ? LIST_METHODS[name] : undefined;
}
