import ts from "typescript";
import {
  type Callable,
  type Call,
  type Code,
  isAssignment,
  isCallable,
  isCalled,
  isMention,
  isWrapper,
  nameOwner,
  unwrapped,
} from "./code.ts";
import { AWAITED, type Contracts, ITEM, keyOf, SOMEWHERE, type Value } from "./contracts.ts";
import { LIST_METHODS } from "./list-methods.ts";
import type { Reads } from "./reads.ts";

/** A value wrapped in more steps than this is given up, as read whole. */
const MOST_STEPS = 8;
/** What a consumer handles is read by name; these come from JavaScript and look at everything. */
const OBJECT_METHODS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

type Task = () => void;

/**
 * Follows the values of events through code, from where they come up to where they are read. Every place that a value
 * gets to is one that is understood, or else the value is read whole there: what is lost from sight is never silent.
 */
export class Flow {
  readonly #code: Code;
  readonly #contracts: Contracts;
  readonly #reads: Reads;
  readonly #seen = new Map<ts.Node, Set<string>>();
  readonly #todo: Task[] = [];

  constructor(code: Code, contracts: Contracts, reads: Reads) {
    this.#code = code;
    this.#contracts = contracts;
    this.#reads = reads;
  }

  /** Whether a value was followed to this node. */
  isReached(node: ts.Node): boolean {
    return this.#seen.has(node);
  }

  /** Follows the value that an expression has, to wherever it gets. */
  follow(node: ts.Node, value: Value): void {
    if (this.#isNew(node, value)) this.#todo.push(() => this.#use(node, value));
    this.#run();
  }

  /** Follows the value that a variable, parameter or pattern gets. */
  give(name: ts.BindingName, value: Value): void {
    this.#bind(name, value);
    this.#run();
  }

  /** Follows the value that a function is called with. */
  call(callable: Callable, index: number, value: Value): void {
    this.#pass(callable, index, value);
    this.#run();
  }

  #isRunning = false;

  #run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let task = this.#todo.pop(); task !== undefined; task = this.#todo.pop()) task();
    this.#isRunning = false;
  }

  #isNew(node: ts.Node, value: Value): boolean {
    const key = keyOf(value);
    const seen = this.#seen.get(node);
    if (seen?.has(key)) return false;
    if (seen === undefined) this.#seen.set(node, new Set([key]));
    else seen.add(key);
    return true;
  }

  #go(node: ts.Node, value: Value): void {
    if (value.inside.length > MOST_STEPS) this.#whole(value, node);
    else if (this.#isNew(node, value)) this.#todo.push(() => this.#use(node, value));
  }

  #whole(value: Value, at: ts.Node): void {
    const access = this.#contracts.isLeaf(value) ? "read" : "whole";
    this.#reads.add(value, access, ts.isPropertyAccessExpression(at) ? at.name : at);
  }

  /** Whether the code's own checks leave nothing of the value here: another event's branch, or none at all. */
  #isExcluded(node: ts.Node, { type, pointer }: Value): boolean {
    const here = this.#code.checker.getTypeAtLocation(node);
    if (here.flags & ts.TypeFlags.Never) return true;
    if (pointer !== "") return false;
    const possible = this.#contracts.valuesOf(here).filter((one) => one.pointer === "");
    return possible.length > 0 && !possible.some((one) => one.type === type);
  }

  #use(node: ts.Node, value: Value): void {
    if (value.inside.length === 0 && this.#contracts.isLeaf(value)) return;
    if (this.#isExcluded(node, value)) return;
    const { parent } = node;
    if (isWrapper(parent)) return this.#cast(parent, node, value);
    if (ts.isPropertyAccessExpression(parent)) return this.#name(parent, parent.name.text, parent.name, value);
    if (ts.isElementAccessExpression(parent)) return this.#element(parent, node, value);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      if (parent.expression !== node) this.#argument(parent, node, value);
      return;
    }
    if (ts.isAwaitExpression(parent)) {
      return this.#go(parent, value.inside[0] === AWAITED ? inner(value) : value);
    }
    if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) this.#go(parent, value);
      return;
    }
    if (ts.isBinaryExpression(parent)) return this.#binary(parent, node, value);
    if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return this.#bind(parent.name, value);
    if (ts.isBindingElement(parent)) return this.#bind(parent.name, value);
    if (ts.isPropertyDeclaration(parent)) return this.#store(parent, value, node);
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      return this.#member(parent, value);
    }
    if (ts.isSpreadAssignment(parent)) {
      if (value.inside.length === 0) return this.#whole(value, node);
      return this.#go(parent.parent, value);
    }
    if (ts.isArrayLiteralExpression(parent)) return this.#go(parent, wrapped(value, ITEM));
    if (ts.isSpreadElement(parent)) {
      if (!ts.isArrayLiteralExpression(parent.parent)) return this.#whole(value, node);
      const item = this.#item(value);
      return item === undefined ? this.#whole(value, node) : this.#go(parent.parent, wrapped(item, ITEM));
    }
    if (ts.isReturnStatement(parent)) return this.#returned(functionAround(parent), node, value);
    if (ts.isArrowFunction(parent)) return this.#returned(parent, node, value);
    if (ts.isForOfStatement(parent)) return this.#loop(parent, node, value);
    if (ts.isYieldExpression(parent)) return this.#yielded(parent, node, value);
    if (ts.isExportAssignment(parent) && ts.isIdentifier(node)) return;
    if (this.#isTest(parent, node)) return;
    this.#whole(value, node);
  }

  #cast(cast: ts.Expression, node: ts.Node, value: Value): void {
    if (!this.#isExcluded(cast, value)) return this.#go(cast, value);
    // Said to be another event: one of several that it may be, or something else.
    const { checker } = this.#code;
    const before = this.#contracts.valuesOf(checker.getTypeAtLocation(node));
    const after = this.#contracts.valuesOf(checker.getTypeAtLocation(cast));
    if (!before.some((one) => after.some(({ type }) => type === one.type))) this.#whole(value, node);
  }

  /** Places that look at whether there is a value and not into it. */
  #isTest(parent: ts.Node, node: ts.Node): boolean {
    return (
      ts.isExpressionStatement(parent) ||
      ts.isIfStatement(parent) ||
      ts.isWhileStatement(parent) ||
      ts.isDoStatement(parent) ||
      (ts.isForStatement(parent) && parent.statement !== node) ||
      ts.isSwitchStatement(parent) ||
      ts.isCaseClause(parent) ||
      ts.isTypeOfExpression(parent) ||
      ts.isVoidExpression(parent) ||
      ts.isDeleteExpression(parent) ||
      ts.isComputedPropertyName(parent) ||
      (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) ||
      isMention(node)
    );
  }

  #binary(parent: ts.BinaryExpression, node: ts.Node, value: Value): void {
    const operator = parent.operatorToken.kind;
    const isRight = parent.right === node;
    switch (operator) {
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
        return this.#go(parent, value);
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.CommaToken:
        // What is truthy on the left of `&&` is not its result.
        return isRight ? this.#go(parent, value) : undefined;
      case ts.SyntaxKind.EqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      case ts.SyntaxKind.InstanceOfKeyword:
        return;
      case ts.SyntaxKind.InKeyword: {
        const name = isRight && ts.isStringLiteralLike(parent.left) ? parent.left : undefined;
        if (name === undefined) return this.#whole(value, node);
        if (value.inside.length > 0) return;
        const found = this.#contracts.child(value, name.text);
        if (found !== undefined) this.#reads.add(found, "read", name);
        return;
      }
    }
    if (!isAssignment(operator)) return this.#whole(value, node);
    if (!isRight) return; // written, not read
    this.#assign(parent.left, value);
    this.#go(parent, value);
  }

  #assign(target: ts.Expression, value: Value): void {
    if (isWrapper(target)) return this.#assign(target.expression, value);
    if (ts.isObjectLiteralExpression(target) || ts.isArrayLiteralExpression(target)) {
      return this.#pattern(target, value);
    }
    if (ts.isIdentifier(target) || ts.isPropertyAccessExpression(target)) {
      const declarations = this.#code.declarationsAt(target);
      if (declarations.length === 0 || declarations.some((one) => !this.#code.isOwn(one))) {
        return this.#isKept(target, value) ? undefined : this.#whole(value, target);
      }
      for (const one of declarations) this.#store(one, value, target);
      // What holds the property is followed too: it may go elsewhere as a whole.
      return;
    }
    this.#whole(value, target);
  }

  /** `({ a, b: [c] } = value)`. */
  #pattern(target: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression, value: Value): void {
    if (ts.isArrayLiteralExpression(target)) {
      for (const [i, element] of target.elements.entries()) {
        if (ts.isOmittedExpression(element)) continue;
        if (ts.isSpreadElement(element)) this.#assign(element.expression, value);
        else this.#withPart(value, String(i), element, (part) => this.#assign(withoutDefault(element), part));
      }
      return;
    }
    const named = target.properties.map((one) => (one.name === undefined ? undefined : textOf(one.name)));
    for (const property of target.properties) {
      if (ts.isSpreadAssignment(property)) {
        this.#rest(value, named, property.expression);
        this.#assign(property.expression, value);
      } else if (ts.isShorthandPropertyAssignment(property)) {
        this.#withPart(value, property.name.text, property.name, (part) => this.#assign(property.name, part));
      } else if (ts.isPropertyAssignment(property)) {
        const name = textOf(property.name);
        const into = withoutDefault(property.initializer);
        if (name === undefined) this.#whole(value, property.name);
        else this.#withPart(value, name, property.name, (part) => this.#assign(into, part), isPattern(into));
      }
    }
  }

  /** Follows a value to every place that names what it was put into. */
  #store(declaration: ts.Node, value: Value, at: ts.Node): void {
    if (!this.#code.isOwn(declaration)) return this.#isKept(at, value) ? undefined : this.#whole(value, at);
    const stored = { ...value };
    for (const use of this.#code.usesOf(declaration)) this.#named(use, stored);
  }

  /** Follows a value to a place that names its variable or property. */
  #named(use: ts.Node, value: Value): void {
    if (isMention(use)) return;
    const { parent } = use;
    if (ts.isPropertyAccessExpression(parent) && parent.name === use) return this.#go(parent, value);
    if (ts.isElementAccessExpression(parent) && parent.argumentExpression === use) return this.#go(parent, value);
    if (ts.isBindingElement(parent) && parent.initializer !== use) return this.#bind(parent.name, value);
    if (ts.isPropertyAssignment(parent) && parent.name === use) return;
    this.#go(use, value);
  }

  #bind(name: ts.BindingName, value: Value): void {
    if (ts.isIdentifier(name)) return this.#store(name.parent, value, name);
    if (ts.isArrayBindingPattern(name)) {
      for (const [i, element] of name.elements.entries()) {
        if (ts.isOmittedExpression(element)) continue;
        if (element.dotDotDotToken !== undefined) this.#bind(element.name, value);
        else this.#withPart(value, String(i), element.name, (part) => this.#bind(element.name, part));
      }
      return;
    }
    if (this.#isExcluded(name, value)) return;
    const named = name.elements.map((one) => textOf(one.propertyName ?? one.name));
    for (const element of name.elements) {
      const key = element.propertyName ?? element.name;
      if (element.dotDotDotToken !== undefined) {
        this.#rest(value, named, element.name);
        this.#bind(element.name, value);
        continue;
      }
      const property = textOf(key);
      const isNested = isPattern(element.name);
      if (property === undefined) this.#whole(value, key);
      else this.#withPart(value, property, key, (part) => this.#bind(element.name, part), isNested);
    }
  }

  /** What a rest takes along: everything that is not named beside it. */
  #rest(value: Value, named: readonly (string | undefined)[], at: ts.Node): void {
    if (value.inside.length > 0) return;
    for (const name of this.#contracts.names(value)) {
      const part = named.includes(name) ? undefined : this.#contracts.child(value, name);
      if (part !== undefined) this.#whole(part, at);
    }
  }

  /** Steps from a value to its part, which counts as read at `at` unless code goes on into it (`isOnTheWay`). */
  #withPart(value: Value, name: string, at: ts.Node, next: (part: Value) => void, isOnTheWay = false): void {
    const [step] = value.inside;
    if (step !== undefined) {
      const isIndex = step === ITEM && /^\d+$/.test(name);
      if (step === name || isIndex) next(inner(value));
      else if (step === SOMEWHERE) next(value);
      return;
    }
    if (this.#contracts.isUntyped(value)) return this.#whole(value, at);
    if (this.#contracts.isList(value) && !/^\d+$/.test(name)) return;
    const part = this.#contracts.child(value, name);
    if (part === undefined) {
      if (OBJECT_METHODS.has(name)) this.#whole(value, at);
      else if (value.pointer !== "") this.#reads.add(value, "read", at);
      return;
    }
    if (!isOnTheWay || this.#contracts.isLeaf(part)) this.#reads.add(part, "read", at);
    next(part);
  }

  /** `value.name`, or `value["name"]`. */
  #name(access: ts.Expression, name: string, at: ts.Node, value: Value): void {
    const [step] = value.inside;
    const isList = step === ITEM || (step === undefined && this.#contracts.isList(value));
    if (isList && !/^\d+$/.test(name)) return this.#listMethod(access, name, value);
    if (step === AWAITED) return this.#promiseMethod(access, name, value);
    if (step === SOMEWHERE) return; // by its type, what comes out is found where it does
    if (isWritten(access)) return;
    this.#withPart(value, name, at, (part) => this.#go(access, part), isOnTheWay(access));
  }

  #element(access: ts.ElementAccessExpression, node: ts.Node, value: Value): void {
    if (access.expression !== node) return;
    const { argumentExpression: argument } = access;
    const names = literalsOf(this.#code.checker.getTypeAtLocation(argument));
    if (names !== undefined) {
      for (const name of names) this.#name(access, name, argument, value);
      return;
    }
    const [step] = value.inside;
    if (step === SOMEWHERE) return;
    if (step !== undefined) return this.#go(access, inner(value)); // it may be this one
    const item = this.#item(value);
    if (item === undefined || this.#contracts.names(value).some((name) => name !== ITEM)) {
      return this.#whole(value, argument);
    }
    if (isWritten(access)) return;
    if (!isOnTheWay(access) || this.#contracts.isLeaf(item)) this.#reads.add(item, "read", argument);
    this.#go(access, item);
  }

  /** The value of any item of a list, or entry of a map; undefined where the value is neither. */
  #item(value: Value): Value | undefined {
    const [step] = value.inside;
    if (step === ITEM || step === SOMEWHERE) return step === ITEM ? inner(value) : value;
    return step === undefined ? this.#contracts.child(value, ITEM) : undefined;
  }

  #listMethod(access: ts.Expression, name: string, value: Value): void {
    if (value.inside.length === 0) this.#reads.add(value, "read", nameIn((access as ts.PropertyAccessExpression).expression));
    if (name === "length") return;
    const item = this.#item(value);
    const { parent: call } = unwrapped(access);
    const method = Object.hasOwn(LIST_METHODS, name) ? LIST_METHODS[name] : undefined;
    if (item === undefined || method === undefined || !ts.isCallExpression(call) || !isCalled(access)) {
      return this.#whole(value, access);
    }
    if (item.inside.length === 0 && method.readsItems !== false) this.#readItem(item, access);
    const [callback] = call.arguments;
    if (method.itemAt !== undefined && callback !== undefined) {
      const functions = this.#code.functionsAt(callback);
      if (functions.length === 0) this.#unknownCallback(callback, item);
      for (const one of functions) for (const index of method.itemAt) this.#pass(one, index, item);
      if (method.listAt !== undefined) for (const one of functions) this.#pass(one, method.listAt, value, true);
    }
    if (method.result === "list") this.#go(call, value);
    else if (method.result === "item") this.#go(call, item);
    else if (method.result === "entries") this.#go(call, { ...item, inside: [ITEM, "1", ...item.inside] });
    else if (method.result === "whole") this.#whole(item, access);
  }

  #readItem(item: Value, access: ts.Expression): void {
    if (this.#contracts.isLeaf(item)) this.#reads.add(item, "read", nameIn(access));
  }

  #promiseMethod(access: ts.Expression, name: string, value: Value): void {
    const { parent: call } = unwrapped(access);
    if (!ts.isCallExpression(call) || !isCalled(access)) return this.#whole(value, access);
    if (name === "catch" || name === "finally") return this.#go(call, value);
    const [callback] = call.arguments;
    if (name !== "then" || callback === undefined) return this.#whole(value, access);
    const functions = this.#code.functionsAt(callback);
    if (functions.length === 0) this.#unknownCallback(callback, inner(value));
    for (const one of functions) this.#pass(one, 0, inner(value));
  }

  /** A function that is not known is given a value: it reads what its parameter's type says, where that is known. */
  #unknownCallback(callback: ts.Expression, value: Value): void {
    const [signature] = this.#code.checker.getTypeAtLocation(callback).getCallSignatures();
    const [parameter] = signature?.parameters ?? [];
    const type = parameter && this.#code.checker.getTypeOfSymbolAtLocation(parameter, callback);
    const declaration = signature?.declaration;
    const isOwn = declaration !== undefined && this.#code.isOwn(declaration);
    if (type !== undefined && isOwn && this.#holds(type, value)) return;
    this.#whole(value, callback);
  }

  #argument(call: ts.CallExpression | ts.NewExpression, node: ts.Node, value: Value): void {
    const given: readonly ts.Node[] = call.arguments ?? [];
    const index = given.indexOf(node);
    if (given.slice(0, index).some(ts.isSpreadElement)) return this.#whole(value, node);
    if (ts.isCallExpression(call)) {
      if (isIdentity(call.expression)) return this.#go(call, value);
      if (call.expression.getText() === "Promise.resolve") return this.#go(call, wrapped(value, AWAITED));
      if (call.expression.getText() === "Array.from" && call.arguments.length === 1) return this.#go(call, value);
      if (
        ts.isPropertyAccessExpression(call.expression) &&
        (call.expression.name.text === "call" || call.expression.name.text === "bind")
      ) {
        const called = this.#code.functionsAt(call.expression.expression);
        for (const one of called) if (index > 0) this.#pass(one, index - 1, value);
        if (called.length > 0 && index > 0) return;
      }
    }
    const functions = this.#functionsCalled(call);
    for (const one of functions) this.#pass(one, index, value);
    if (functions.length > 0 || this.#isHandedOn(call, node, value)) return;
    this.#whole(value, node);
  }

  #functionsCalled(call: ts.CallExpression | ts.NewExpression): readonly Callable[] {
    if (call.expression.kind === ts.SyntaxKind.SuperKeyword || ts.isNewExpression(call)) {
      const declaration = this.#code.checker.getResolvedSignature(call)?.declaration;
      return declaration === undefined ? [] : this.#code.functionsOf(declaration);
    }
    const named = this.#code.functionsAt(call.expression);
    if (named.length > 0) return named;
    const declaration = this.#code.checker.getResolvedSignature(call)?.declaration;
    // A method may be another's in a class that extends this one; a function type says nothing of the function.
    return declaration !== undefined && isCallable(declaration) ? this.#code.functionsOf(declaration) : [];
  }

  /**
   * Whether a call of unknown code keeps the value where types show it again: in what it is called on, in its result,
   * or for a function that is given beside it.
   */
  #isHandedOn(call: Call, node: ts.Node, value: Value): boolean {
    const { checker } = this.#code;
    const contextual = checker.getContextualType(node as ts.Expression);
    if (contextual === undefined || !this.#holds(contextual, value)) return false;
    const declaration = checker.getResolvedSignature(call)?.declaration;
    // A function of this code behind a type that names the event: its parameter is followed by that type.
    if (declaration !== undefined && this.#code.isOwn(declaration) && !isCallable(declaration)) {
      return (declaration.typeParameters ?? []).length === 0;
    }
    const receiver = ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression);
    const holders: ts.Node[] = receiver ? [call, (call.expression as ts.PropertyAccessExpression).expression] : [call];
    return holders.some((one) => this.#holds(checker.getTypeAtLocation(one), value));
  }

  /** Whether a type shows the value, so that it is found again by its type. */
  #holds(type: ts.Type, value: Value): boolean {
    return this.#contracts.valuesOf(type).some((one) => one.type === value.type && one.pointer === value.pointer);
  }

  /** Whether the place that a value is put into shows it again by its type. */
  #isKept(node: ts.Node, value: Value): boolean {
    return this.#holds(this.#code.checker.getTypeAtLocation(node), value);
  }

  #pass(callable: Callable, index: number, value: Value, isQuiet = false): void {
    const parameters = callable.parameters.filter((one) => !(ts.isIdentifier(one.name) && one.name.text === "this"));
    const last = parameters.at(-1);
    if (last?.dotDotDotToken !== undefined && index >= parameters.length - 1) {
      const offset = { ...value, inside: [ITEM, ...value.inside] };
      return this.#bindParameter(last, offset);
    }
    const parameter = parameters[index];
    if (parameter !== undefined) this.#bindParameter(parameter, value);
    else if (!isQuiet && usesArguments(callable)) this.#whole(value, callable);
  }

  #bindParameter(parameter: ts.ParameterDeclaration, value: Value): void {
    this.#bind(parameter.name, value);
  }

  /** A member of an object that is made here. */
  #member(member: ts.PropertyAssignment | ts.ShorthandPropertyAssignment, value: Value): void {
    const name = textOf(member.name);
    this.#go(member.parent, wrapped(value, name ?? SOMEWHERE));
  }

  #loop(loop: ts.ForOfStatement, node: ts.Node, value: Value): void {
    if (loop.expression !== node) return;
    const item = this.#item(value);
    if (item === undefined) return this.#whole(value, node);
    if (item.inside.length === 0 && this.#contracts.isLeaf(item)) this.#reads.add(item, "read", nameIn(loop.expression));
    if (ts.isVariableDeclarationList(loop.initializer)) {
      for (const { name } of loop.initializer.declarations) this.#bind(name, item);
    } else this.#assign(loop.initializer, item);
  }

  #yielded(expression: ts.YieldExpression, node: ts.Node, value: Value): void {
    const around = functionAround(expression);
    const type = around && this.#code.checker.getTypeAtLocation(around).getCallSignatures()[0]?.getReturnType();
    if (type === undefined || !this.#holds(type, value)) this.#whole(value, node);
  }

  /** A function returns the value: it goes on wherever the function is called. */
  #returned(callable: ts.FunctionLikeDeclaration | undefined, node: ts.Node, value: Value): void {
    if (callable === undefined) return this.#whole(value, node);
    const isAsync = ts.getCombinedModifierFlags(callable as ts.Declaration) & ts.ModifierFlags.Async;
    const result = isAsync && value.inside[0] !== AWAITED ? wrapped(value, AWAITED) : value;
    if (ts.isGetAccessor(callable)) return this.#store(callable, value, node);
    for (const call of this.#code.callsOf(callable)) this.#go(call, result);
    const place = unwrapped(callable);
    if (ts.isCallExpression(place.parent) && place.parent.expression === place) return this.#go(place.parent, result);
    const owner = nameOwner(callable);
    const uses = owner === undefined ? [place] : this.#code.usesOf(owner).filter((use) => !isMention(use));
    const handedOn = uses.filter((use) => owner === undefined || !isCalled(use));
    for (const use of handedOn) this.#returnedTo(use, node, result);
    // Nobody in this code calls it: whoever does gets the value.
    if (uses.length === 0 && !this.#isDropped(callable)) this.#whole(value, node);
  }

  /** What becomes of a function's result where the function is handed to other code. */
  #returnedTo(use: ts.Node, node: ts.Node, result: Value): void {
    const isPropertyName = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use;
    const handed = unwrapped(isPropertyName ? use.parent : use);
    const call = handed.parent;
    if (this.#isDropped(handed)) return;
    if (ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression)) {
      const method = call.expression.name.text;
      if (method === "then" || method === "catch" || method === "finally") {
        return this.#go(call, result.inside[0] === AWAITED ? result : wrapped(result, AWAITED));
      }
      const receiver = this.#code.checker.getTypeAtLocation(call.expression.expression);
      const isList = this.#code.checker.isArrayLikeType(this.#code.checker.getNonNullableType(receiver));
      const { returns } = (isList && Object.hasOwn(LIST_METHODS, method) ? LIST_METHODS[method] : undefined) ?? {};
      if (returns === "test") return;
      if (returns === "item") return this.#go(call, wrapped(result, ITEM));
      if (returns === "list") {
        const item = this.#item(result);
        this.#go(call, wrapped(result, ITEM));
        if (item !== undefined) this.#go(call, wrapped(item, ITEM));
        return;
      }
      if (returns === "result") {
        const [callback] = call.arguments;
        this.#go(call, result);
        for (const one of callback === undefined ? [] : this.#code.functionsAt(callback)) this.#pass(one, 0, result);
        return;
      }
    }
    this.#whole(result, node);
  }

  /** Whether the place that a function is in wants no result of it. */
  #isDropped(place: ts.Node): boolean {
    const signatures = this.#code.wantedAt(place)?.getCallSignatures() ?? [];
    return signatures.length > 0 && signatures.every((one) => isNothing(one.getReturnType(), this.#code.checker));
  }
}

function isNothing(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.every((one) => isNothing(one, checker));
  if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never)) return true;
  if (type.symbol?.name !== "Promise") return false;
  return checker.getTypeArguments(type as ts.TypeReference).every((one) => isNothing(one, checker));
}

const inner = (value: Value): Value => ({ ...value, inside: value.inside.slice(1) });
const wrapped = (value: Value, step: string): Value => ({ ...value, inside: [step, ...value.inside] });
const nameIn = (node: ts.Node): ts.Node => (ts.isPropertyAccessExpression(node) ? node.name : node);

/** The name of a property, if it is written out. */
function textOf(name: ts.Node): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
}

/** The texts that an index may be, if its type is a set of literals. */
function literalsOf(type: ts.Type): string[] | undefined {
  if (type.isStringLiteral() || type.isNumberLiteral()) return [String(type.value)];
  if (!type.isUnion()) return undefined;
  const texts = type.types.map(literalsOf);
  return texts.every((one) => one !== undefined) ? texts.flat() : undefined;
}

const isPattern = (node: ts.Node): boolean =>
  ((ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) && node.elements.length > 0) ||
  ts.isObjectLiteralExpression(node) ||
  ts.isArrayLiteralExpression(node);

function withoutDefault(target: ts.Expression): ts.Expression {
  const isDefault = ts.isBinaryExpression(target) && target.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isDefault ? target.left : target;
}

/** Whether code goes on from here to a field inside, which is then what it reads. */
function isOnTheWay(access: ts.Expression): boolean {
  const outer = unwrapped(access);
  const { parent } = outer;
  if (ts.isPropertyAccessExpression(parent)) return true;
  return ts.isElementAccessExpression(parent) && parent.expression === outer && ts.isLiteralExpression(parent.argumentExpression);
}

/** Whether an expression is only written to. */
function isWritten(access: ts.Expression): boolean {
  const outer = unwrapped(access);
  const { parent } = outer;
  if (ts.isDeleteExpression(parent)) return true;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === outer &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** Functions that give back what they are given. */
const IDENTITIES: ReadonlySet<string> = new Set(["structuredClone", "Object.freeze", "Object.seal"]);
const isIdentity = (callee: ts.Expression): boolean => IDENTITIES.has(callee.getText());

function functionAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    if (isCallable(outer)) return outer;
  }
  return undefined;
}

/** Whether a function may look at what it is given without naming it. */
function usesArguments(callable: Callable): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === "arguments") ||
    (ts.forEachChild(node, (one) =>
      ts.isFunctionDeclaration(one) || ts.isFunctionExpression(one) ? undefined : visit(one) || undefined,
    ) ??
      false);
  return !ts.isArrowFunction(callable) && visit(callable.body);
}
