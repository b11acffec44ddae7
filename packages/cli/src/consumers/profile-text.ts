import type { ConsumerProfile } from "@statehub/contract-tools";

/** As long as a line of JSON may be before it is broken up; the project's formatter has the same. */
const WIDTH = 120;

/** A profile as the text of its file: a read is a line where it fits, so that reviews show what changed. */
export function profileText({ scanned, reads, ...consumer }: ConsumerProfile): string {
  const head = Object.entries(consumer).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
  );
  const events = reads.map(({ fields, type, versions }) => {
    const list = listText(fields, "      ");
    return `    {\n      "type": ${JSON.stringify(type)},\n      "versions": ${JSON.stringify(versions)},\n      "fields": ${list}\n    }`;
  });
  const readsText = events.length === 0 ? "[]" : `[\n${events.join(",\n")}\n  ]`;
  return `{\n${head.join("")}  "scanned": ${listText(scanned, "  ")},\n  "reads": ${readsText}\n}\n`;
}

function listText(items: readonly object[], indent: string): string {
  if (items.length === 0) return "[]";
  const lines = items.map((item, i) => entryText(item, `${indent}  `) + (i < items.length - 1 ? "," : ""));
  return `[\n${lines.join("\n")}\n${indent}]`;
}

function entryText(item: object, indent: string): string {
  const members = Object.entries(item).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const line = `${indent}{ ${members.join(", ")} }`;
  // One more for the comma.
  if (line.length < WIDTH) return line;
  return `${indent}{\n${members.map((one) => `${indent}  ${one}`).join(",\n")}\n${indent}}`;
}
