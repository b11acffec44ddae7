import { allKinds, FALSE, isNegative, kinds, type Lit, not, type Store } from "../ir/store.ts";

const maxDepth = 5;
const maxNames = 12;

/** Formulas worth conjoining with this one, so that its instances differ: bounds, branches, presence, absence. */
export function* variations(store: Store, lit: Lit, depth = 0): Generator<Lit> {
  if (depth > maxDepth) return;
  const node = store.node(lit);
  switch (node.is) {
    case "and":
      for (const part of node.all) {
        if (isNegative(lit)) yield not(part);
        yield* variations(store, isNegative(lit) ? not(part) : part, isNegative(lit) ? depth + 1 : depth);
      }
      return;
    case "ref":
      if (node.target !== undefined) yield* variations(store, node.target, depth + 1);
      return;
    case "kind":
      for (const kind of allKinds) if (node.mask & kind) yield store.kind(kind);
      return;
    case "above":
      yield store.and(store.kind(kinds.number), store.numbers([node.limit]));
      yield store.and(store.kind(kinds.number), lit, not(store.numbers([node.limit])));
      return;
    case "numbers":
      for (const value of node.values.slice(0, maxNames))
        yield store.and(store.kind(kinds.number), store.numbers([value]));
      return;
    case "strings":
      for (const value of [...node.values].slice(0, maxNames))
        yield store.and(store.kind(kinds.string), store.strings([value]));
      return;
    case "longer":
      yield store.and(store.longer(node.than), not(store.longer(node.than + 1)));
      yield store.and(store.longer(node.than - 1), not(store.longer(node.than)));
      return;
    case "moreItems":
      yield store.and(store.moreItems(node.than), not(store.moreItems(node.than + 1)));
      yield store.and(store.moreItems(node.than - 1), not(store.moreItems(node.than)));
      return;
    case "moreProperties":
      yield store.and(store.moreProperties(node.than), not(store.moreProperties(node.than + 1)));
      yield store.and(store.moreProperties(node.than - 1), not(store.moreProperties(node.than)));
      return;
    case "properties":
      yield* ofProperties(store, node.names, node.value, depth);
      return;
    case "items":
      yield store.and(store.kind(kinds.array), store.moreItems(node.from));
      for (const value of variations(store, node.value, depth + 1)) {
        yield store.and(store.kind(kinds.array), store.moreItems(node.from), store.items(node.from, node.to, value));
      }
      return;
    case "contains":
      for (const value of variations(store, node.value, depth + 1)) {
        yield store.and(store.kind(kinds.array), store.contains(value, 1));
      }
      return;
    case "unique":
      yield store.and(store.kind(kinds.array), store.moreItems(1));
      return;
    default:
      return;
  }
}

function* ofProperties(store: Store, names: Lit, value: Lit, depth: number): Generator<Lit> {
  const node = store.node(names);
  const listed = node.is === "strings" && !isNegative(names) ? [...node.values].slice(0, maxNames) : undefined;
  const groups = listed?.map((name) => store.strings([name])) ?? [names];
  for (const group of groups) {
    const present = not(store.properties(group, FALSE));
    yield present;
    yield store.and(store.kind(kinds.object), store.properties(group, FALSE));
    for (const inner of variations(store, value, depth + 1)) yield store.and(present, store.properties(group, inner));
  }
}

/** For each single demand of the formula: everything else, and not that. */
export function* violations(store: Store, lit: Lit, depth = 0): Generator<Lit> {
  const node = store.node(lit);
  if (node.is === "ref" && node.target !== undefined && depth <= maxDepth) {
    yield* violations(store, isNegative(lit) ? not(node.target) : node.target, depth + 1);
    return;
  }
  const parts = node.is === "and" && !isNegative(lit) ? node.all : [lit];
  for (const part of parts) {
    const others = store.and(...parts.filter((one) => one !== part));
    for (const broken of breaking(store, part, depth)) yield store.and(others, broken);
  }
}

/** Ways to break one demand: deep inside a property or an item where there is one, else outright. */
function* breaking(store: Store, lit: Lit, depth: number): Generator<Lit> {
  const node = store.node(lit);
  if (!isNegative(lit) && depth < maxDepth && node.is === "properties" && node.value !== FALSE) {
    const present = not(store.properties(node.names, FALSE));
    for (const inner of violations(store, node.value, depth + 1))
      yield store.and(present, store.properties(node.names, inner));
  } else if (!isNegative(lit) && depth < maxDepth && node.is === "items") {
    const present = store.and(store.kind(kinds.array), store.moreItems(node.from));
    for (const inner of violations(store, node.value, depth + 1))
      yield store.and(present, store.items(node.from, node.to, inner));
  } else yield not(lit);
}
