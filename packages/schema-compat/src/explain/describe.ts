import { isNegative, kinds, type Lit, not, type Store } from "../ir/store.ts";
import { show } from "../json/rational.ts";

const quote = (text: string): string => JSON.stringify(text);

function list(words: readonly string[], joint: string): string {
  if (words.length > 4) return `${words.slice(0, 3).join(", ")} ${joint} ${words.length - 3} more`;
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${joint} ${words.at(-1)}`;
}

export function kindNames(mask: number): string {
  const names: string[] = [];
  if (mask & kinds.null) names.push("null");
  if ((mask & (kinds.true | kinds.false)) === (kinds.true | kinds.false)) names.push("boolean");
  else if (mask & kinds.true) names.push("true");
  else if (mask & kinds.false) names.push("false");
  for (const name of ["number", "string", "array", "object"] as const) if (mask & kinds[name]) names.push(name);
  return list(names, "or");
}

/** A formula as a few words that end a sentence beginning with "it is" or "its". */
export function describe(store: Store, lit: Lit, depth = 0): string {
  const node = store.node(lit);
  const negative = isNegative(lit);
  switch (node.is) {
    case "true":
      return negative ? "nothing at all" : "anything";
    case "kind":
      return `${negative ? "no " : ""}${kindNames(node.mask)}`;
    case "above": {
      const word = negative ? (node.strict ? "at most" : "below") : node.strict ? "above" : "at least";
      return `${word} ${show(node.limit)}`;
    }
    case "multiple":
      if (show(node.of) === "1") return negative ? "no integer" : "an integer";
      return `${negative ? "no" : "a"} multiple of ${show(node.of)}`;
    case "numbers":
      return `${negative ? "none of" : "one of"} ${list(node.values.map(show), "and")}`;
    case "strings":
      return `${negative ? "none of" : "one of"} ${list([...node.values].map(quote), "and")}`;
    case "longer":
      return negative ? `at most ${node.than} characters` : `at least ${node.than + 1} characters`;
    case "pattern":
      return `${negative ? "not matching" : "matching"} ${quote(node.source)}`;
    case "format":
      return `${negative ? "no" : "a"} valid ${node.name}`;
    case "moreProperties":
      return negative ? `at most ${node.than} properties` : `at least ${node.than + 1} properties`;
    case "moreItems":
      return negative ? `at most ${node.than} items` : `at least ${node.than + 1} items`;
    case "unique":
      return negative ? "with equal items" : "without equal items";
    case "contains":
      return `${negative ? "fewer than" : "at least"} ${node.least} items that are ${nested(store, node.value, depth)}`;
    case "items": {
      const range = node.to === node.from + 1 ? `item ${node.from}` : `items from ${node.from} on`;
      return `${range} ${negative ? "not always" : "always"} ${nested(store, node.value, depth)}`;
    }
    case "properties":
      return property(store, node.names, node.value, negative, depth);
    case "and": {
      const parts = node.all.map((part) => describe(store, negative ? not(part) : part, depth + 1));
      return depth > 1 ? "as described" : list(parts, negative ? "or" : "and");
    }
    default:
      return "as described";
  }
}

function nested(store: Store, lit: Lit, depth: number): string {
  return depth > 0 ? "as described" : describe(store, lit, depth + 1);
}

function property(store: Store, names: Lit, value: Lit, negative: boolean, depth: number): string {
  const node = store.node(names);
  const listed = node.is === "strings" ? [...node.values].map(quote) : undefined;
  if (listed !== undefined && !isNegative(names)) {
    const what = `${listed.length === 1 ? "property" : "properties"} ${list(listed, "and")}`;
    if (store.node(value).is === "true") return `${negative ? "with" : "without"} ${what}`;
    return `${what} ${negative ? "not " : ""}${nested(store, value, depth)}`;
  }
  const what =
    node.is === "pattern" && !isNegative(names) ? `properties that match ${quote(node.source)}` : "other properties";
  if (store.node(value).is === "true") return `${negative ? "with" : "without"} ${what}`;
  return `${what} ${negative ? "not always" : "always"} ${nested(store, value, depth)}`;
}
