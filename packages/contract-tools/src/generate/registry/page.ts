import { dataschemaOf, digest } from "../../model/bundle.ts";
import type { EventFile } from "../../model/contract-file.ts";
import type { Model } from "../../model/model.ts";
import { valueAt } from "../../model/pointer.ts";
import type { OutputFile } from "../output.ts";
import { pagePath, REGISTRY, relativePath } from "../paths.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { codeBlock, codeText, prose, table } from "./markdown.ts";

/** The registry's page of one event: front matter for programs, then prose and tables for people. */
export function registryPage(file: EventFile, model: Model): OutputFile {
  const sections = [
    frontMatter(file, model),
    `# ${file.event.type}\n\n${notice(file)}${prose(file.schema.description ?? "")}`,
    `**Emitted when:** ${prose(file.event.emittedWhen)}`,
    `Defined in [${file.file}](../${file.file}), owned by ${file.event.owner}. Its order is promised per \`${file.event.key}\`.`,
    `## As it travels\n\nOn the NATS subject \`${file.event.type}\`:\n\n${codeBlock(envelopeExample(file))}`,
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

function fieldTable(fields: readonly Field[]): string {
  const rows = fields.map((field) => [
    codeText(field.path),
    field.type,
    field.required ? "yes" : "",
    field.limits,
    field.classification === "public" ? "" : field.classification,
    `${field.deprecated ? "**Deprecated.** " : ""}${prose(field.description)}`,
  ]);
  const head = ["field", "type", "required", "limits", "classification", "meaning"];
  return `A field inside another one is required where its parent is there.\n\n${table(head, rows)}`;
}

function examples({ schema }: EventFile): string[] {
  const [, ...more] = schema.examples ?? [];
  const refused = schema["x-invalid-examples"] ?? [];
  return [
    ...(more.length === 0 ? [] : [`## More examples\n\n${more.map(codeBlock).join("\n\n")}`]),
    ...(refused.length === 0
      ? []
      : [
          `## What is refused\n\n${refused.map(({ why, data }) => `${sentence(why)}:\n\n${codeBlock(data)}`).join("\n\n")}`,
        ]),
  ];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).trimEnd().replace(/\.$/, "");

function versionHistory({ event }: EventFile): string {
  return table(["version", "lifecycle"], [[event.version, event.lifecycle]]);
}

/** The registry's index. */
export function registryIndex({ events }: Model): OutputFile {
  const path = `${REGISTRY}/README.md`;
  const rows = events.map((file) => {
    const link = `[${file.event.type}](${relativePath(path, pagePath(file)).slice(2)})`;
    return [link, file.event.version, file.event.lifecycle, file.event.owner, prose(file.schema.description ?? "")];
  });
  const text = `<!-- @generated from schemas/ -->

# Event types

One page for each event that the state hub publishes. How types and subjects are built:
[docs/nats-event-subjects.md](../docs/nats-event-subjects.md). How to propose one: [CONTRIBUTING.md](../CONTRIBUTING.md).

${table(["type", "version", "lifecycle", "owner", "meaning"], rows)}
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
    return [`[${codeText(file.event.type)}](${page})`, file.event.owner, codeText(file.event.key)];
  });
  const subjects = table(["subject", "owner", "key"], rows);
  return { path, text: `${text.slice(0, start + START.length)}\n\n${subjects}\n\n${text.slice(end)}` };
}
