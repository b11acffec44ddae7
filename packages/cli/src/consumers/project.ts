import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type Diagnostic, diagnostic, wholeFile } from "@statehub/contract-tools";
import ts from "typescript";
import { readVersions } from "./installed.ts";

export const CONTRACTS_PACKAGE = "@statehub/events-contracts";

/** One TypeScript project, read by the compiler. */
export interface Project {
  readonly program: ts.Program;
  /** The files of the code itself: neither a library's nor the contracts'. */
  readonly files: readonly ts.SourceFile[];
  /** The type EventDataByType of the contracts that the code is written against. */
  readonly byType: ts.Type;
  /** Event type → the version of its contract there. */
  readonly versions: ReadonlyMap<string, string>;
}

/**
 * Reads the TypeScript projects of a folder: that of its tsconfig.json, and those that it refers to. Says what is missing
 * where the contracts cannot be found from there.
 */
export function readProjects(
  root: string,
  tsconfig: string | undefined,
): { projects: Project[]; diagnostics: Diagnostic[] } {
  const file = tsconfig === undefined ? join(root, "tsconfig.json") : resolve(tsconfig);
  const projects: Project[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();

  function read(path: string): void {
    if (seen.has(path)) return;
    seen.add(path);
    const parsed = parse(path);
    const problem = parsed.errors.find(({ code }) => !TOLERATED.has(code));
    if (problem !== undefined && !isEmptyWithReferences(parsed)) {
      const text = ts.flattenDiagnosticMessageText(problem.messageText, " ");
      diagnostics.push(diagnostic("bad-tsconfig", wholeFile(shown(root, path)), { problem: text }));
      return;
    }
    for (const reference of parsed.projectReferences ?? []) read(ts.resolveProjectReferencePath(reference));
    if (parsed.fileNames.length === 0) return;
    const project = load(root, path, parsed);
    if ("code" in project) diagnostics.push(project);
    else projects.push(project);
    if ("program" in project) diagnostics.push(...unresolved(root, project));
  }

  if (!existsSync(file)) {
    diagnostics.push(diagnostic("no-tsconfig", wholeFile(shown(root, file)), {}));
  } else read(file);
  return { projects, diagnostics };
}

/** Options that this compiler does not know, or knows by other values, are not what is looked for. */
const TOLERATED: ReadonlySet<number> = new Set([5023, 5024, 6046, 5025]);
const NO_INPUTS: ReadonlySet<number> = new Set([18002, 18003]);

const isEmptyWithReferences = ({ errors, projectReferences = [] }: ts.ParsedCommandLine): boolean =>
  projectReferences.length > 0 && errors.every(({ code }) => TOLERATED.has(code) || NO_INPUTS.has(code));

function parse(path: string): ts.ParsedCommandLine {
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile);
  if (error !== undefined) return { options: {}, fileNames: [], errors: [error] };
  return ts.parseJsonConfigFileContent(config, ts.sys, dirname(path), undefined, path);
}

function load(root: string, path: string, { options: given, fileNames }: ts.ParsedCommandLine): Project | Diagnostic {
  const options: ts.CompilerOptions = {
    ...given,
    noEmit: true,
    skipLibCheck: true,
    composite: false,
    incremental: false,
  };
  const host = ts.createCompilerHost(options);
  const from = join(dirname(path), "index.ts");
  const mode = given.module === ts.ModuleKind.CommonJS ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
  const { resolvedModule } = ts.resolveModuleName(CONTRACTS_PACKAGE, from, options, host, undefined, undefined, mode);
  const unfound = (problem: string): Diagnostic =>
    diagnostic("unresolved-contracts", wholeFile(shown(root, path)), { name: CONTRACTS_PACKAGE, problem });
  if (resolvedModule === undefined) return unfound("it is not found from there");

  // The whole of the contracts is wanted, also where the code imports only one event's module.
  const program = ts.createProgram({ rootNames: [...fileNames, resolvedModule.resolvedFileName], options, host });
  const checker = program.getTypeChecker();
  const entry = program.getSourceFile(resolvedModule.resolvedFileName);
  const symbol = entry && checker.getSymbolAtLocation(entry);
  const exported = symbol && checker.getExportsOfModule(symbol).find(({ name }) => name === "EventDataByType");
  if (exported === undefined) return unfound(`${resolvedModule.resolvedFileName} has no EventDataByType`);
  const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const home = packageOf(resolvedModule.resolvedFileName);
  const files = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file))
    .filter(({ fileName }) => !fileName.includes("/node_modules/") && !fileName.startsWith(`${home}/`))
    .filter(({ fileName }) => /\.[cm]?[jt]sx?$/.test(fileName));
  return { program, files, byType: checker.getDeclaredTypeOfSymbol(target), versions: readVersions(home) };
}

/** The folder of the package that a file is in. */
function packageOf(file: string): string {
  let folder = dirname(file);
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  return folder.split(sep).join("/");
}

/** Imports of a part of the contracts that lead nowhere: what they bring would have no type, and no read be seen. */
function unresolved(root: string, { program, files }: Project): Diagnostic[] {
  const checker = program.getTypeChecker();
  return files.flatMap((file) =>
    importsOf(file)
      .filter(({ text }) => text === CONTRACTS_PACKAGE || text.startsWith(`${CONTRACTS_PACKAGE}/`))
      .filter((name) => checker.getSymbolAtLocation(name) === undefined)
      .map((name) => {
        const { line, character } = file.getLineAndCharacterOfPosition(name.getStart(file));
        const place = { file: shown(root, file.fileName), line: line + 1, column: character + 1, pointer: "" };
        return diagnostic("unresolved-contracts", place, { name: name.text, problem: "the import leads nowhere" });
      }),
  );
}

function importsOf(file: ts.SourceFile): ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      if (ts.isStringLiteralLike(node.moduleSpecifier)) found.push(node.moduleSpecifier);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument !== undefined && ts.isStringLiteralLike(argument)) found.push(argument);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** A file's path from the consumer's root, with forward slashes. */
export function shown(root: string, file: string): string {
  return relative(root, file).split(sep).join("/") || ".";
}
