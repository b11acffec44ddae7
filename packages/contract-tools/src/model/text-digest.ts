import { createHash } from "node:crypto";

/** SHA-256 of a text, whatever its line ends: git changes these between platforms. As `sha256:<hex>`. */
export function textDigest(text: string): string {
  const hash = createHash("sha256");
  return `sha256:${hash.update(text.includes("\r") ? text.replaceAll("\r\n", "\n") : text).digest("hex")}`;
}
