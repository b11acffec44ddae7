import { dataschemaOf, digest } from "../../model/bundle.ts";
import type { EventFile, Model } from "../../model/model.ts";
import { valueAt } from "../../model/pointer.ts";
import type { OutputFile } from "../output.ts";
import { pagePath, REGISTRY, relativePath } from "../paths.ts";
import { type Field, fieldsOf } from "./fields.ts";

/** The registry's page of one event: front matter for programs, then prose and tables for people. */
export function registryPage(file: EventFile, model: Model): OutputFile {
  const sections = [
    frontMatter(file, model),
    `# ${file.event.type}\n\n${notice(file)}${file.schema.description ?? ""}`,
    `**Emitted when:** ${file.event.emittedWhen}`,
    `Defined in [${file.file}](../${file.file}), owned by ${file.event.owner}. Its order is promised per \`${file.event.key}\`.`,
    `## As it travels\n\nOn the NATS subject \`${file.event.type}\`:\n\n${json(envelopeExample(file))}`,
    `## Fields\n\n${fieldTable(fieldsOf(file.schema, model))}`,
    ...examples(file),
    `## Version history\n\n${versionHistory(file)}`,
  ];
  return { path: pagePath(file), text: `${sections.join("\n\n")}\n` };
}

function frontMatter(file: EventFile, model: Model): string {
  const { type, version, owner, lifecycle, sunset, replacedBy, key } = file.event;
  const values = {
    type,
    version,
    subject: type,
    owner,
    lifecycle,
    ...(sunset === undefined ? {} : { sunset }),
    ...(replacedBy === undefined ? {} : { replaced_by: replacedBy }),
    key,
    schema: dataschemaOf(file),
    digest: digest(file, model.references),
  };
  // A JSON string is a YAML string.
  const lines = Object.entries(values).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return ["---", `# @generated from ${file.file}`, ...lines, "---"].join("\n");
}

function notice({ event }: EventFile): string {
  if (event.lifecycle === "stable") return "";
  const sunset = event.sunset === undefined ? "" : ` It may stop being sent after ${event.sunset}.`;
  const replaced =
    event.replacedBy === undefined ? "" : ` Use [${event.replacedBy}](${event.replacedBy}.md) in its place.`;
  return `> This event is ${event.lifecycle}.${sunset}${replaced}\n\n`;
}

/** An envelope with the first example: its attributes are made up but for those that the contract decides. */
function envelopeExample(file: EventFile): unknown {
  const data = file.schema.examples?.[0];
  return {
    specversion: "1.0",
    id: "0197a000-0000-7000-8000-000000000001",
    source: "urn:statehub:hub",
    type: file.event.type,
    subject: String(valueAt(data, file.event.key)),
    time: "2026-01-01T00:00:00.000Z",
    datacontenttype: "application/json",
    dataschema: dataschemaOf(file),
    data,
  };
}

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

/** Text in a table cell: a bar would end it. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

function fieldTable(fields: readonly Field[]): string {
  const rows = fields.map((field) => {
    const description = `${field.deprecated ? "**Deprecated.** " : ""}${field.description}`;
    const cells = [
      `\`${field.path}\``,
      field.type,
      field.required ? "yes" : "",
      field.limits.join("; "),
      field.classification === "public" ? "" : field.classification,
      description,
    ];
    return `| ${cells.map(cell).join(" | ")} |`;
  });
  return [
    "A field inside another one is required where its parent is there.",
    "",
    "| field | type | required | limits | classification | meaning |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function examples({ schema }: EventFile): string[] {
  const [, ...more] = schema.examples ?? [];
  const refused = schema["x-invalid-examples"] ?? [];
  return [
    ...(more.length === 0 ? [] : [`## More examples\n\n${more.map(json).join("\n\n")}`]),
    ...(refused.length === 0
      ? []
      : [`## What is refused\n\n${refused.map(({ why, data }) => `${sentence(why)}:\n\n${json(data)}`).join("\n\n")}`]),
  ];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");

function versionHistory({ event }: EventFile): string {
  return `| version | lifecycle |\n| --- | --- |\n| ${event.version} | ${event.lifecycle} |`;
}

/** The registry's index. */
export function registryIndex({ events }: Model): OutputFile {
  const path = `${REGISTRY}/README.md`;
  const rows = events.map((file) => {
    const link = `[${file.event.type}](${relativePath(path, pagePath(file)).slice(2)})`;
    const cells = [link, file.event.version, file.event.lifecycle, file.event.owner, file.schema.description ?? ""];
    return `| ${cells.map(cell).join(" | ")} |`;
  });
  const text = `<!-- @generated from schemas/ -->

# Event types

One page for each event that the state hub publishes. How types and subjects are built:
[docs/nats-event-subjects.md](../docs/nats-event-subjects.md). How to propose one: [CONTRIBUTING.md](../CONTRIBUTING.md).

| type | version | lifecycle | owner | meaning |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
  return { path, text };
}

const START = "<!-- generated: subjects -->";
const END = "<!-- /generated: subjects -->";

/** The subjects document with its generated region brought up to date; undefined where it has no such region. */
export function subjectsDocument(path: string, text: string, { events }: Model): OutputFile | undefined {
  const start = text.indexOf(START);
  const end = text.indexOf(END);
  if (start === -1 || end < start) return undefined;
  const rows = events.map((file) => {
    const page = relativePath(path, pagePath(file));
    return `| [\`${file.event.type}\`](${page}) | ${file.event.owner} | \`${file.event.key}\` |`;
  });
  const table = ["| subject | owner | key |", "| --- | --- | --- |", ...rows].join("\n");
  return { path, text: `${text.slice(0, start + START.length)}\n\n${table}\n\n${text.slice(end)}` };
}
