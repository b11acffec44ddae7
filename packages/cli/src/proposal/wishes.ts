import {
  contractPath,
  type EventType,
  type Field,
  type Model,
  OWNER,
  parseEventType,
  readField,
  SUBJECT_PREFIX,
} from "@statehub/contract-tools";

/** What somebody said of an event that is to be made; what is undefined was not said. */
export interface Wishes {
  readonly type: string | undefined;
  readonly owner: string | undefined;
  readonly description: string | undefined;
  readonly when: string | undefined;
  readonly key: string | undefined;
  readonly fields: readonly string[];
  /** `old=new` each. */
  readonly renames: readonly string[];
  readonly removes: readonly string[];
}

/** `repo.archived` or `org.statehub.repo.archived` taken apart, or what is wrong with it. */
export function readType(text: string): EventType | { readonly problem: string } {
  return parseEventType(text.startsWith(`${SUBJECT_PREFIX}.`) ? text : `${SUBJECT_PREFIX}.${text}`);
}

/** The name of a team, or what is wrong with it. */
export function readOwner(text: string): string | { readonly problem: string } {
  if (OWNER.test(text)) return text;
  return { problem: `owner: got ${JSON.stringify(text)}, want the name of a team such as "team-custodian"` };
}

/** The team that answers for all events beside a new one; undefined where they have several, or there are none. */
export function ownerBeside(event: EventType, { events }: Model): string | undefined {
  const owners = new Set(events.filter((one) => one.event.nouns[0] === event.nouns[0]).map((one) => one.event.owner));
  const [only, ...more] = owners;
  return more.length === 0 ? only : undefined;
}

/** The fields as they were named. Without any, one that can be the key. */
export function readFields(texts: readonly string[], event: EventType, model: Model): Field[] | { problem: string } {
  const fragments = model.files.filter(({ kind }) => kind === "common");
  const depth = contractPath(event).split("/").length - 2;
  const fields: Field[] = [];
  for (const text of texts) {
    const field = readField(text, fragments, depth);
    if ("problem" in field) return { problem: `field ${JSON.stringify(text)}: ${field.problem}` };
    if (fields.some(({ name }) => name === field.name)) return { problem: `field "${field.name}" is given twice` };
    fields.push(field);
  }
  return fields;
}

/** The field whose value becomes the subject: the one that was named, else the first that can be it. */
export function keyOf(fields: readonly Field[], named: string | undefined): string | { problem: string } {
  const canBe = ({ isRequired, schema }: Field): boolean =>
    isRequired && (schema.type === "string" || schema.type === "integer" || schema.$ref !== undefined);
  const names = fields.filter(canBe).map(({ name }) => name);
  const name = named?.replace(/^\//, "") ?? names.find((one) => one.endsWith("_id")) ?? names[0];
  if (name === undefined)
    return { problem: "want a required field of type uuid, string or integer that can be the key" };
  if (names.includes(name)) return name;
  return { problem: `key: got ${JSON.stringify(named)}, want one of ${names.join(", ")}` };
}

/** `old=new` as a pair. */
export function readRename(text: string): readonly [string, string] | { problem: string } {
  const [, before, after] = /^([^=]+)=([a-z][a-z0-9]*(?:_[a-z0-9]+)*)$/.exec(text) ?? [];
  if (before !== undefined && after !== undefined) return [before, after];
  return { problem: `rename: got ${JSON.stringify(text)}, want "old_name=new_name"` };
}
