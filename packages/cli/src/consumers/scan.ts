import {
  CONSUMER_META_SCHEMA,
  type ConsumerProfile,
  type Diagnostic,
  diagnostic,
  type FieldRead,
  parseEventType,
  textDigest,
  wholeFile,
} from "@statehub/contract-tools";
import ts from "typescript";
import { Code } from "./code.ts";
import type { Consumer } from "./consumer.ts";
import { Contracts } from "./contracts.ts";
import { Flow } from "./flow.ts";
import { descendants } from "./nodes.ts";
import { type Project, readProjects, shown } from "./project.ts";
import { type Read, Reads } from "./reads.ts";
import { followAll } from "./seeds.ts";

export interface ScanOptions {
  /** The consumer's root: paths in the profile begin there. */
  readonly root: string;
  /** Default: tsconfig.json in the root. */
  readonly tsconfig: string | undefined;
  /** Called once the number of files is known; what it returns, for each file that was gone through. */
  readonly progress?: (files: number) => () => void;
}

/** Makes a consumer's profile from its code. With diagnostics there is none: what cannot be read is not left out. */
export function scan(
  consumer: Consumer,
  { root, tsconfig, progress }: ScanOptions,
): { profile: ConsumerProfile | undefined; diagnostics: readonly Diagnostic[] } {
  const { projects, diagnostics } = readProjects(root, tsconfig);
  if (diagnostics.length > 0) return { profile: undefined, diagnostics };
  const step = progress?.(projects.reduce((sum, { files }) => sum + files.length, 0));
  const found = projects.map((project) => readsOf(project, step ?? (() => undefined)));
  const types = [...new Set(found.flatMap((one) => [...one.types]))].sort();
  if (types.length === 0) {
    const place = wholeFile(tsconfig === undefined ? "tsconfig.json" : shown(root, tsconfig));
    const files = projects.reduce((sum, one) => sum + one.files.length, 0);
    return { profile: undefined, diagnostics: [diagnostic("nothing-handled", place, { files })] };
  }
  const reads = found.flatMap((one) => one.reads);
  const files = new Map(reads.map(({ file }) => [shown(root, file.fileName), file.text]));
  const profile: ConsumerProfile = {
    $schema: CONSUMER_META_SCHEMA,
    ...consumer,
    scanned: [...files].sort(([a], [b]) => compare(a, b)).map(([file, text]) => ({ file, digest: textDigest(text) })),
    reads: types.map((type) => ({
      type,
      versions: rangeOf(type, projects),
      fields: fieldsOf(type, reads, root),
    })),
  };
  return { profile, diagnostics: [] };
}

function readsOf(project: Project, step: () => void): { reads: Read[]; types: Set<string> } {
  const checker = project.program.getTypeChecker();
  const code = new Code(project.files, checker);
  const contracts = new Contracts(checker, project.byType);
  const reads = new Reads();
  const handled = followAll(code, contracts, new Flow(code, contracts, reads), reads, step);
  const all = reads.all();
  return {
    reads: all,
    types: new Set([...handled, ...consumedTypes(code, contracts), ...all.map(({ type }) => type)]),
  };
}

/** The types that calls of `consume` name: an event is consumed also where nothing of its data is read. */
function* consumedTypes(code: Code, contracts: Contracts): Generator<string> {
  for (const node of code.files.flatMap((file) => [...descendants(file)])) {
    if (!ts.isCallExpression(node)) continue;
    const declaration = code.checker.getResolvedSignature(node)?.declaration;
    const name = declaration && ts.getNameOfDeclaration(declaration)?.getText();
    const [options] = node.arguments;
    if (name !== "consume" || options === undefined || code.isOwn(declaration as ts.Node)) continue;
    const types = code.checker.getTypeAtLocation(options).getProperty("types");
    const list = types && code.checker.getTypeOfSymbolAtLocation(types, options);
    const item = list?.getNumberIndexType();
    for (const one of item?.isUnion() ? item.types : [item]) {
      if (one?.isStringLiteral() && contracts.types.includes(one.value)) yield one.value;
    }
  }
}

/** Written against the installed version; where the package was not built, against the first of its major. */
function rangeOf(type: string, projects: readonly Project[]): string {
  const parsed = parseEventType(type);
  const version = projects.map(({ versions }) => versions.get(type)).find((one) => one !== undefined);
  return `^${version ?? `${"major" in parsed ? parsed.major : 1}.0.0`}`;
}

function fieldsOf(type: string, reads: readonly Read[], root: string): FieldRead[] {
  const fields = new Map<string, FieldRead>();
  for (const { pointer, access, file, position, ...read } of reads) {
    if (read.type !== type) continue;
    const { line, character } = file.getLineAndCharacterOfPosition(position);
    const place = { file: shown(root, file.fileName), line: line + 1, column: character + 1 };
    const key = `${pointer} ${place.file}:${place.line}:${place.column}`;
    // Two projects may have the same file.
    if (fields.get(key)?.access !== "whole") fields.set(key, { pointer, ...place, access });
  }
  return [...fields.values()].sort(
    (a, b) => compare(a.pointer, b.pointer) || compare(a.file, b.file) || a.line - b.line || a.column - b.column,
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
