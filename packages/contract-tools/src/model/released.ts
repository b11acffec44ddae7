import { type Diagnostic, diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import { isObject, show } from "./check-schema.ts";
import type { InputFile } from "./model.ts";
import { RELEASED, RELEASED_LOCK, SCHEMA_BASE } from "./paths.ts";
import type { SchemaObject } from "./schema.ts";
import { readSource, type Source } from "./source.ts";
import { SUBJECT_PREFIX } from "./subject.ts";
import { textDigest } from "./text-digest.ts";
import { compareVersions, isVersion } from "./version.ts";

/** A version of an event that was released: from then on its schema stays as it is. */
export interface ReleasedVersion {
  /** Event type, which has the major from the second on: `org.statehub.repo.registered.v2`. */
  readonly type: string;
  readonly major: number;
  readonly version: string;
  /** `repo/registered/1.0.0`: what its `$id` ends in, and its name in the lock. */
  readonly path: string;
  /** Path of the snapshot from the repository's root. */
  readonly file: string;
  /** The self-contained snapshot: every `$ref` in it is `#` or `#/$defs/<name>`. */
  readonly schema: SchemaObject;
  readonly source: Source;
}

/** What was released, and the lock over it. */
export interface Released {
  /** By event type, oldest first. A later major is a type of its own. */
  readonly byType: ReadonlyMap<string, readonly ReleasedVersion[]>;
  /** `repo/registered/1.0.0` → digest of the snapshot's text (see `textDigest`), as the lock says. */
  readonly lock: Readonly<Record<string, string>>;
}

/** Where the snapshot with this path (`repo/registered/1.0.0`) is kept. */
export function releasedFileOf(path: string): string {
  return `${RELEASED}/${path}.json`;
}

/** The text of a lock: sorted, one line each, so that two releases merge. */
export function lockText(lock: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(lock).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

/**
 * Reads the snapshots under schemas/released/ and their lock, and says which are not what was released: edited, missing,
 * or never locked. Files of other kinds than JSON are left out. What is in order can be used whatever else is wrong. A
 * snapshot whose digest is the lock's is what `release` wrote: it is parsed when it is first asked for, since there may be
 * thousands of which a run of the gate needs ten.
 */
export function readReleased(inputs: readonly InputFile[]): { released: Released; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const lockFile = inputs.find(({ file }) => file === RELEASED_LOCK);
  // A lock that cannot be read is one problem, and not one for each version.
  const lock = readLock(lockFile, diagnostics) ?? lockOf(inputs);
  const versions: ReleasedVersion[] = [];
  const present = new Set<string>();
  for (const { file, text } of inputs) {
    const path = pathOf(file);
    if (path === undefined) continue;
    present.add(path);
    const isLocked = Object.hasOwn(lock, path);
    const isAsReleased = isLocked && lock[path] === textDigest(text);
    const read = (isAsReleased ? unread(path, file, text) : undefined) ?? readVersion(path, readSource(file, text));
    if ("code" in read) {
      diagnostics.push(read);
      continue;
    }
    versions.push(read);
    const code = isLocked ? "released-edited" : "released-unlocked";
    if (!isAsReleased) diagnostics.push(diagnostic(code, wholeFile(file), { path }));
  }
  for (const path of Object.keys(lock)) {
    if (!present.has(path)) diagnostics.push(diagnostic("released-missing", wholeFile(releasedFileOf(path)), { path }));
  }
  versions.sort((a, b) => (a.type === b.type ? compareVersions(a.version, b.version) : a.type < b.type ? -1 : 1));
  const byType = new Map<string, ReleasedVersion[]>();
  for (const one of versions) byType.set(one.type, [...(byType.get(one.type) ?? []), one]);
  return { released: { byType, lock }, diagnostics };
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Undefined where there is one that cannot be read. */
function readLock(input: InputFile | undefined, diagnostics: Diagnostic[]): Record<string, string> | undefined {
  if (input === undefined) return {};
  const source = readSource(input.file, input.text);
  if (!("value" in source)) {
    diagnostics.push(source);
    return undefined;
  }
  const isLock = isObject(source.value) && Object.values(source.value).every((value) => DIGEST.test(String(value)));
  if (isLock) return source.value as Record<string, string>;
  diagnostics.push(diagnostic("released-lock", source.place(""), { got: show(source.value) }));
  return undefined;
}

/** The lock that the versions would have as they are. */
function lockOf(inputs: readonly InputFile[]): Record<string, string> {
  return Object.fromEntries(
    inputs.flatMap(({ file, text }) => {
      const path = pathOf(file);
      return path === undefined ? [] : [[path, textDigest(text)]];
    }),
  );
}

/** The path of a snapshot in the lock; undefined for files of other kinds. */
function pathOf(file: string): string | undefined {
  const isSnapshot = file !== RELEASED_LOCK && file.endsWith(".json");
  return isSnapshot ? file.slice(RELEASED.length + 1, -".json".length) : undefined;
}

/** What the path `repo/registered/1.0.0` names; undefined where it ends in no version. */
function named(path: string): Pick<ReleasedVersion, "type" | "major" | "version" | "path"> | undefined {
  const names = path.split("/");
  const version = names.pop() ?? "";
  if (!isVersion(version)) return undefined;
  const major = Number.parseInt(version, 10);
  const type = [SUBJECT_PREFIX, ...names, ...(major > 1 ? [`v${major}`] : [])].join(".");
  return { type, major, version, path };
}

/** A version whose snapshot is read when it is first asked for. */
function unread(path: string, file: string, text: string): ReleasedVersion | undefined {
  const head = named(path);
  // A file under another path than it was released at has its digest too.
  if (head === undefined || !text.includes(JSON.stringify(SCHEMA_BASE + path))) return undefined;
  let known: ReleasedVersion | undefined;
  const read = (): ReleasedVersion => {
    if (known !== undefined) return known;
    const found = readVersion(path, readSource(file, text));
    // The lock says that it was released so: only a lock that was written by hand gets here.
    if ("code" in found) throw new Error(`${found.file}:${found.line}: ${found.message}`);
    known = found;
    return found;
  };
  return {
    ...head,
    file,
    get schema() {
      return read().schema;
    },
    get source() {
      return read().source;
    },
  };
}

/** Reads one snapshot; its path, `$id` and `x-event` must say one thing. */
function readVersion(path: string, source: Source | Diagnostic): ReleasedVersion | Diagnostic {
  if (!("value" in source)) return source;
  const { value: schema, file } = source;
  const head = named(path);
  if (!isObject(schema)) return diagnostic("not-an-object", source.place(""), { got: show(schema) });
  if (schema.$id !== SCHEMA_BASE + path || head === undefined) {
    const params = { got: show(schema.$id), want: `${SCHEMA_BASE}<noun>/<verb>/<version>, as the file's path says` };
    return diagnostic("released-place", source.place("/$id"), params);
  }
  const { type, version } = head;
  const event = schema["x-event"];
  // Nothing else is asked of it: rules that came later do not make it unreadable.
  if (!isObject(event) || event.type !== type || event.version !== version) {
    const want = `the type ${type} and the version ${version}, as the file's path says`;
    const got = isObject(event) ? `${show(event.type)} and ${show(event.version)}` : show(event);
    return diagnostic("released-place", source.place("/x-event"), { got, want });
  }
  return { ...head, file, schema: schema as SchemaObject, source };
}
