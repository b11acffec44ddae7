import { contractTree, writeTree } from "../schemas.ts";

/** The contracts of `size` events in their version `1.<minor>.0`: each adds an optional field and moves a bound. */
export function contractsAt(size: number, minor: number): Map<string, string> {
  const tree = contractTree(size);
  for (const [path, text] of tree) if (!path.includes("/common/")) tree.set(path, atVersion(text, minor));
  return tree;
}

/** One contract file as it is in version `1.<minor>.0`. */
export function atVersion(text: string, minor: number): string {
  const contract = JSON.parse(text);
  contract["x-event"].version = `1.${minor}.0`;
  for (let i = 1; i <= minor; i++) {
    contract.properties[`added_${i}`] = { type: "string", maxLength: 40 + minor, description: "It came later." };
  }
  return `${JSON.stringify(contract, null, 2)}\n`;
}

/** Writes the contracts of a version over those that are there. */
export function writeVersion(root: string, size: number, minor: number): void {
  writeTree(root, contractsAt(size, minor));
}
