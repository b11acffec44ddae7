import { findNodeAtLocation, parseTree } from "jsonc-parser";

/** A contract's text with another version, and nothing else changed. */
export function withVersion(text: string, version: string): string {
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, ["x-event", "version"]);
  if (node === undefined) throw new TypeError("the contract has no version");
  return text.slice(0, node.offset) + JSON.stringify(version) + text.slice(node.offset + node.length);
}
