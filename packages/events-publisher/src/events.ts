import { contracts } from "@statehub/events-contracts";
import type { EventContract, Publisher } from "@statehub/events-runtime";
import type { Events } from "./gen/events.ts";
import type { Publish } from "./publish.ts";

type Tree = { [token: string]: Tree };

/** Without a prototype: `constructor` is a token like any other. */
const emptyTree = (): Tree => Object.create(null) as Tree;

/** One method per contract that publishes its event. */
export function eventMethods(publisher: Publisher): Events {
  const publish = (contract: EventContract): Publish<unknown> => {
    return (data, options) => publisher.publish(contract, data, options);
  };
  return methodTree(publish) as Events;
}

/** A method for each contract, under the tokens of its type behind `org.statehub`. */
export function methodTree(methodOf: (contract: EventContract) => unknown): unknown {
  const root = emptyTree();
  // A first major comes before its later ones, whose methods hang on its own: events.repo.registered.v2(data).
  for (const type of Object.keys(contracts).sort()) {
    const contract: EventContract = contracts[type as keyof typeof contracts];
    const tokens = type.split(".").slice(2);
    const name = tokens.pop() as string;
    let node = root;
    for (const token of tokens) {
      node[token] ??= emptyTree();
      node = node[token];
    }
    node[name] = methodOf(contract) as Tree;
  }
  return root;
}
