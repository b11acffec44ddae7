import ts from "typescript";

import {
  type Call,
  type Callable,
  isAssignment,
  isCallable,
  isCalled,
  isMention,
  isNamed,
  isWrapper,
  memberOwner,
  nameOf,
  nameOwner,
  textOf,
} from "./nodes.ts";

/** The code under scan: its files, and where each declaration is used. */
export class Code {
  readonly files: readonly ts.SourceFile[];
  readonly checker: ts.TypeChecker;
  /** A declaration → the identifiers that name it, wherever they stand. */
  readonly #uses = new Map<ts.Node, ts.Node[]>();
  /** A function's declaration → what calls it. */
  readonly #calls = new Map<ts.Node, Call[]>();
  readonly #own: ReadonlySet<ts.SourceFile>;
  /** By name, the members of all types and objects of the code. */
  readonly #members = new Map<string, ts.Node[]>();
  /** By name, the accesses to something without a type. */
  readonly #untyped = new Map<string, ts.Node[]>();
  readonly #memberUses = new Map<ts.Node, readonly ts.Node[]>();

  constructor(files: readonly ts.SourceFile[], checker: ts.TypeChecker) {
    this.files = files;
    this.checker = checker;
    this.#own = new Set(files);
    const calls = files.flatMap((file) => this.#index(file));
    for (const call of calls) this.#indexCall(call, this.checker.getResolvedSignature(call)?.declaration);
    // By what the names lead to: a variable's type may hide the function that it holds.
    for (const call of calls) {
      for (const one of this.functionsAt(ts.isTaggedTemplateExpression(call) ? call.tag : call.expression)) {
        push(this.#calls, one, call);
      }
    }
  }

  isOwn(node: ts.Node): boolean {
    return this.#own.has(node.getSourceFile());
  }

  /**
   * Where a declaration is named, but for the name inside it that gives it its own. A member of a class or of an object
   * may also be got at by a type that fits, or by none at all.
   */
  usesOf(declaration: ts.Node): readonly ts.Node[] {
    const owner = memberOwner(declaration);
    if (owner === undefined) return this.#uses.get(declaration) ?? [];
    let known = this.#memberUses.get(declaration);
    if (known === undefined) {
      const others = this.#fellows(declaration, owner).flatMap((one) => this.#uses.get(one) ?? []);
      const untyped = this.#untyped.get(textOf((declaration as ts.NamedDeclaration).name ?? declaration) ?? "") ?? [];
      known = [...new Set([...(this.#uses.get(declaration) ?? []), ...others, ...untyped])];
      this.#memberUses.set(declaration, known);
    }
    return known;
  }

  /** Members of the same name in other types that a value of the member's own type, `owner`, may be held as. */
  #fellows(declaration: ts.Node, owner: ts.Node): readonly ts.Node[] {
    const name = textOf((declaration as ts.NamedDeclaration).name ?? declaration);
    const fellows = name === undefined ? [] : (this.#members.get(name) ?? []);
    return fellows.filter((one) => one !== declaration && this.#fits(owner, memberOwner(one)));
  }

  #fits(owner: ts.Node, other: ts.Node | undefined): boolean {
    if (other === undefined || other === owner) return false;
    return this.checker.isTypeAssignableTo(this.#instanceOf(owner), this.#instanceOf(other));
  }

  #instanceOf(owner: ts.Node): ts.Type {
    const symbol = ts.isClassLike(owner) ? this.checker.getTypeAtLocation(owner).symbol : undefined;
    return symbol === undefined ? this.checker.getTypeAtLocation(owner) : this.checker.getDeclaredTypeOfSymbol(symbol);
  }

  callsOf(declaration: ts.Node): readonly Call[] {
    return this.#calls.get(declaration) ?? [];
  }

  /** The declarations of a symbol, behind any import and export of it. */
  declarationsOf(symbol: ts.Symbol | undefined): readonly ts.Declaration[] {
    if (symbol === undefined) return [];
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    return target.declarations ?? [];
  }

  /** The declarations that an expression names. */
  declarationsAt(node: ts.Node): readonly ts.Declaration[] {
    const name = ts.isPropertyAccessExpression(node) ? node.name : node;
    if (ts.isIdentifier(name) && ts.isShorthandPropertyAssignment(name.parent)) {
      return this.declarationsOf(this.checker.getShorthandAssignmentValueSymbol(name.parent));
    }
    return this.declarationsOf(this.checker.getSymbolAtLocation(name));
  }

  /** The functions of this code that an expression may be; empty where that cannot be told. */
  functionsAt(node: ts.Node, depth = 0): readonly Callable[] {
    if (depth > 8) return [];
    const deeper = (inner: ts.Node): readonly Callable[] => this.functionsAt(inner, depth + 1);
    if (isCallable(node)) return this.isOwn(node) ? [node] : [];
    if (isWrapper(node)) return deeper(node.expression);
    if (ts.isConditionalExpression(node)) return every([deeper(node.whenTrue), deeper(node.whenFalse)]);
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.kind;
      if (operator === ts.SyntaxKind.CommaToken || isAssignment(operator)) return deeper(node.right);
      return every([deeper(node.left), deeper(node.right)]);
    }
    if (ts.isCallExpression(node) && isNamed(node.expression, "bind") && node.arguments.length < 2) {
      return deeper(node.expression.expression);
    }
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) {
      const found = this.declarationsAt(node).map((one) => this.functionsOf(one, depth + 1));
      return found.length > 0 && isSettled(this.declarationsAt(node)) ? every(found) : [];
    }
    return [];
  }

  /** The functions that a declaration stands for. */
  functionsOf(declaration: ts.Node, depth = 0): readonly Callable[] {
    if (!this.isOwn(declaration)) return [];
    if (isCallable(declaration)) return [declaration, ...this.#overriding(declaration)];
    // Of an overloaded function only one declaration has a body.
    if (ts.isFunctionLike(declaration)) {
      const others = this.declarationsOf(this.checker.getSymbolAtLocation(declaration.name ?? declaration));
      return others.filter(isCallable).filter((one) => this.isOwn(one));
    }
    if (
      (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) &&
      declaration.initializer !== undefined
    ) {
      return this.functionsAt(declaration.initializer, depth + 1);
    }
    if (ts.isPropertyAssignment(declaration)) return this.functionsAt(declaration.initializer, depth + 1);
    if (ts.isShorthandPropertyAssignment(declaration)) return this.functionsAt(declaration.name, depth + 1);
    if (ts.isParameter(declaration)) return this.#functionsGiven(declaration, depth + 1);
    return [];
  }

  /** Methods that may stand in for one of a class: those of what fits its type. */
  #overriding(method: Callable): readonly Callable[] {
    const owner = ts.isMethodDeclaration(method) ? memberOwner(method) : undefined;
    const name = owner === undefined || method.name === undefined ? undefined : textOf(method.name);
    if (owner === undefined || name === undefined) return [];
    const others = (this.#members.get(name) ?? []).filter((one) => this.#fits(memberOwner(one) ?? one, owner));
    return others.flatMap((one) => {
      if (isCallable(one)) return [one];
      const value = ts.isPropertyDeclaration(one) || ts.isPropertyAssignment(one) ? one.initializer : undefined;
      return value !== undefined && isCallable(value) ? [value] : [];
    });
  }

  /** The functions that callers give for a parameter: all of them must be known. */
  #functionsGiven(parameter: ts.ParameterDeclaration, depth: number): readonly Callable[] {
    const calls = this.callsOf(parameter.parent);
    const index = parameter.parent.parameters.indexOf(parameter);
    if (calls.length === 0 || parameter.dotDotDotToken !== undefined) return [];
    if (this.isUsedAsValue(parameter.parent)) return [];
    const given = calls.map((call) => ("arguments" in call ? call.arguments?.[index] : undefined));
    return every(given.map((one) => (one === undefined ? [] : this.functionsAt(one, depth))));
  }

  /** The type that the place of an expression, or of a method in an object that is made, wants it to have. */
  wantedAt(node: ts.Node): ts.Type | undefined {
    if (ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent)) {
      const property = this.checker
        .getContextualType(node.parent)
        ?.getProperty(node.name.getText().replaceAll(/["']/g, ""));
      return property && this.checker.getTypeOfSymbolAtLocation(property, node);
    }
    return ts.isExpression(node) ? this.checker.getContextualType(node) : undefined;
  }

  /** Whether a function is also handed on, so that others may call it. */
  isUsedAsValue(callable: ts.Node): boolean {
    const named = nameOwner(callable);
    if (named === undefined) return true;
    return this.usesOf(named).some((use) => !isCalled(use) && !isMention(use));
  }

  #index(file: ts.SourceFile): Call[] {
    const calls: Call[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) this.#indexName(node);
      if (ts.isBindingElement(node)) this.#indexElement(node);
      const member = memberOwner(node) === undefined ? undefined : (node as ts.NamedDeclaration).name;
      const memberName = member === undefined ? undefined : textOf(member);
      if (memberName !== undefined) push(this.#members, memberName, node);
      if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) {
        calls.push(node);
      } else if (ts.isStringLiteralLike(node) && ts.isElementAccessExpression(node.parent)) {
        for (const one of this.declarationsOf(this.checker.getSymbolAtLocation(node))) push(this.#uses, one, node);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return calls;
  }

  #indexCall(call: Call, declaration: ts.SignatureDeclaration | ts.JSDocSignature | undefined): void {
    if (declaration === undefined) return;
    for (const one of new Set<ts.Node>([declaration, ...this.functionsOf(declaration)])) push(this.#calls, one, call);
  }

  #indexName(name: ts.Identifier | ts.PrivateIdentifier): void {
    if (ts.isShorthandPropertyAssignment(name.parent)) {
      for (const one of this.declarationsAt(name)) push(this.#uses, one, name);
      return;
    }
    const declarations = this.declarationsOf(this.checker.getSymbolAtLocation(name));
    for (const one of declarations) if (nameOf(one) !== name) push(this.#uses, one, name);
    const isAccess = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name;
    if (isAccess && declarations.length === 0) push(this.#untyped, name.text, name);
  }

  /** `{ a }` in a pattern also names a property of what is taken apart. */
  #indexElement(element: ts.BindingElement): void {
    const name = element.dotDotDotToken === undefined ? textOf(element.propertyName ?? element.name) : undefined;
    if (name === undefined || !ts.isObjectBindingPattern(element.parent)) return;
    const declarations = this.declarationsOf(this.checker.getTypeAtLocation(element.parent).getProperty(name));
    for (const one of declarations) push(this.#uses, one, element);
    if (declarations.length === 0) push(this.#untyped, name, element);
  }
}

/** All of the lists together, or nothing if one of them is empty: then it is not known what else there may be. */
function every<T>(lists: readonly (readonly T[])[]): readonly T[] {
  return lists.every((list) => list.length > 0) ? [...new Set(lists.flat())] : [];
}

/** Whether what is declared cannot become another function later. */
function isSettled(declarations: readonly ts.Declaration[]): boolean {
  return declarations.every((one) => !ts.isVariableDeclaration(one) || (one.parent.flags & ts.NodeFlags.Const) !== 0);
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else if (!known.includes(value)) known.push(value);
}
