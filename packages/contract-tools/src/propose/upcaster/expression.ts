import { type Doc, hardline, print } from "../../generate/typescript/document.ts";
import { literal, objectLiteral } from "../../generate/typescript/literal.ts";
import { propertyName } from "../../generate/typescript/type-text.ts";
import { type Match, matchAt, type PlacedField } from "./match.ts";
import { type FieldShape, fits, isSame, type Shape } from "./shape.ts";

/**
 * What stands where only a person knows what to write. Nothing of this name is declared, so that the line does not
 * compile, and fails at once should it run all the same.
 */
const TODO = "TODO";

/** A value of the earlier major: the code that reads it, and what is known of it. */
interface SourceValue {
  readonly code: string;
  readonly shape: Shape;
  /** Whether it is there in every event. */
  readonly isAlways: boolean;
}

/** An object of the earlier major, and the code that reads its properties. */
export interface SourceObject {
  readonly shape: Shape;
  readonly read: (name: string) => string;
}

/** What an object of the later major is made of. */
export interface Target {
  readonly fields: ReadonlyMap<string, FieldShape>;
  /** Names from the data down to it. */
  readonly path: readonly string[];
  readonly matches: ReadonlyMap<string, Match>;
  /** The code that reads a field of the earlier major's data, wherever it is. */
  readonly codeOf: (field: PlacedField) => string;
}

const line = (comment: string, member: Doc): Doc => [`// ${comment}`, hardline, member];
const named = (fields: readonly PlacedField[]): string =>
  fields.map(({ path }) => `\`${path.join("/")}\``).join(" or ");

/** `data.title`, `data["a-b"]`, `data.owner?.slug`. */
export function accessTo(code: string, name: string, isOptional = false): string {
  const property = propertyName(name);
  if (property !== name) return `${code}${isOptional ? "?." : ""}[${property}]`;
  return `${code}${isOptional ? "?" : ""}.${name}`;
}

/** Whether a value can be taken over as it is, with no name in it that the later major does not have. */
export function isTakenOver(before: Shape, after: Shape): boolean {
  return isSame(before, after) || (haveSameNames(before, after) && fits(before, after));
}

function haveSameNames(a: Shape, b: Shape): boolean {
  if (a.item !== undefined && b.item !== undefined) return haveSameNames(a.item, b.item);
  if (a.fields === undefined || b.fields === undefined) return a.fields === b.fields;
  const { fields } = b;
  const isThere = ([name, { shape }]: [string, FieldShape]): boolean => {
    const other = fields.get(name);
    return other !== undefined && haveSameNames(shape, other.shape);
  };
  return a.fields.size === fields.size && [...a.fields].every(isThere);
}

/** The members of an object of the later major, out of the one that stood in its place in the earlier, if one did. */
export function membersOf(target: Target, source: SourceObject | undefined, except: ReadonlySet<string>): Doc[] {
  return [...target.fields]
    .filter(([name]) => !except.has(name))
    .flatMap(([name, field]) => memberOf(name, field, { ...target, path: [...target.path, name] }, source));
}

function memberOf(name: string, field: FieldShape, target: Target, source: SourceObject | undefined): Doc[] {
  const same = source?.shape.fields?.get(name);
  if (source !== undefined && same !== undefined) {
    const value = { code: source.read(name), shape: same.shape, isAlways: same.isRequired };
    return [assigned(name, field, value, target)];
  }
  const { from, isKnown, perhaps = [] } = matchAt(target.matches, target.path) ?? {};
  if (from !== undefined) {
    const value = { code: target.codeOf(from), shape: from.shape, isAlways: from.isAlways };
    const member = assigned(name, field, value, target);
    return [isKnown ? member : line(`A guess: it was ${named([from])}.`, member)];
  }
  return added(name, field, perhaps, target);
}

/** A member that the earlier major does not have. */
function added(
  name: string,
  { shape, isRequired }: FieldShape,
  perhaps: readonly PlacedField[],
  target: Target,
): Doc[] {
  const value = givenValue(shape);
  const key = propertyName(name);
  const hint = perhaps.length === 0 ? "" : ` Perhaps it was ${named(perhaps)}.`;
  if (isRequired && value !== undefined)
    return [line(`New, with the value that its schema gives.${hint}`, [`${key}: `, value])];
  if (isRequired && shape.fields !== undefined && hasMatches(target)) {
    return [[`${key}: `, objectLiteral(membersOf({ ...target, fields: shape.fields }, undefined, new Set()))]];
  }
  if (isRequired) return [line(`New and required: what do the older events say of it?${hint}`, `${key}: ${TODO}`)];
  return perhaps.length === 0 ? [] : [line(`New.${hint} Else remove this line.`, `${key}: ${TODO}`)];
}

/** Whether something inside an object that is new comes from elsewhere. */
function hasMatches({ matches, path }: Target): boolean {
  return [...matches].some(([key, { from }]) => {
    const at = JSON.parse(key) as string[];
    return from !== undefined && at.length > path.length && path.every((name, i) => at[i] === name);
  });
}

/** The value that a schema gives a field that is not there. */
function givenValue({ schema }: Shape): Doc | undefined {
  if (typeof schema === "boolean") return undefined;
  if (schema.default !== undefined) return literal(schema.default);
  return schema.const === undefined ? undefined : literal(schema.const);
}

/** A member whose value is one of the earlier major. */
function assigned(name: string, { shape, isRequired }: FieldShape, value: SourceValue, target: Target): Doc {
  const key = propertyName(name);
  const { code, isAlways } = value;
  const converted = converting(shape, value, target);
  if (converted === undefined) return line("Not all older values fit: how are they to be read?", `${key}: ${TODO}`);
  if (isAlways) return [`${key}: `, converted];
  if (!isRequired) return [`...(${code} === undefined ? {} : { ${key}: `, converted, " })"];
  const given = givenValue(shape);
  const instead = given ?? TODO;
  const member: Doc =
    converted === code && !value.shape.isNullable
      ? [`${key}: ${code} ?? `, instead]
      : [`${key}: ${code} === undefined ? `, instead, " : ", converted];
  return line(given === undefined ? "It was optional: what when it is absent?" : "It was optional.", member);
}

/** The code of a value in the later shape; undefined where only a person knows. */
function converting(after: Shape, { code, shape: before }: SourceValue, target: Target): Doc | undefined {
  if (isTakenOver(before, after)) return code;
  let made: Doc | undefined;
  if (before.fields !== undefined && after.fields !== undefined) {
    const inner = { shape: before, read: (name: string) => accessTo(code, name) };
    made = objectLiteral(membersOf({ ...target, fields: after.fields }, inner, new Set()));
  } else if (before.item !== undefined && after.item !== undefined) {
    const item = converting(after.item, { code: "item", shape: before.item, isAlways: true }, target);
    const isUsed = item !== undefined && /\bitem\b(?!:)/.test(print(item));
    made = item === undefined ? undefined : [`${code}.map((${isUsed ? "item" : ""}) => (`, item, "))"];
  } else if (fits(before, after)) return code;
  if (made === undefined || !before.isNullable) return made;
  return [`${code} === null ? ${after.isNullable ? "null" : TODO} : `, made];
}
