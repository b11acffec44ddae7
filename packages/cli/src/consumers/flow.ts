import ts from "typescript";
import { Calls } from "./calls.ts";
import type { Code } from "./code.ts";
import { AWAITED, type Contracts, ITEM, inner, keyOf, SOMEWHERE, type Value, wrapped } from "./contracts.ts";
import { isAssignment, isMention, isWrapper, textOf } from "./nodes.ts";
import { Patterns } from "./patterns.ts";
import type { Reads } from "./reads.ts";
import { functionAround, isOnTheWay, isTest, isWritten, literalsOf, nameIn } from "./syntax.ts";

/** A value wrapped in more steps than this is given up, as read whole. */
const MOST_STEPS = 8;
/** What a consumer handles is read by name; these come from JavaScript and look at everything. */
const OBJECT_METHODS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Follows the values of events through code, from where they come up to where they are read. Every place that a value
 * gets to is one that is understood, or else the value is read whole there: what is lost from sight is never silent.
 */
export class Flow {
  readonly code: Code;
  readonly contracts: Contracts;
  readonly reads: Reads;
  readonly patterns: Patterns = new Patterns(this);
  readonly calls: Calls = new Calls(this);
  readonly #seen = new Map<ts.Node, Set<string>>();
  readonly #reached = new Set<ts.Node>();
  readonly #todo: [node: ts.Node, value: Value][] = [];

  constructor(code: Code, contracts: Contracts, reads: Reads) {
    this.code = code;
    this.contracts = contracts;
    this.reads = reads;
  }

  /** Whether a value was followed to this node, and not only to something that it is somewhere in. */
  isReached(node: ts.Node): boolean {
    return this.#reached.has(node);
  }

  /** Follows all values that are on their way, as far as they get. */
  run(): void {
    for (let next = this.#todo.pop(); next !== undefined; next = this.#todo.pop()) this.#use(...next);
  }

  /** Notes that a value got to a node; false if it was there before. */
  isNew(node: ts.Node, value: Value): boolean {
    const key = keyOf(value);
    const seen = this.#seen.get(node) ?? new Set();
    if (seen.has(key)) return false;
    this.#seen.set(node, seen.add(key));
    if (!value.inside.includes(SOMEWHERE)) this.#reached.add(node);
    return true;
  }

  /** An expression has the value. */
  go(node: ts.Node, value: Value): void {
    if (value.inside.length > MOST_STEPS) this.whole(value, node);
    else if (this.isNew(node, value)) this.#todo.push([node, value]);
  }

  /** Everything in the value may be read here. */
  whole(value: Value, at: ts.Node): void {
    this.reads.add(value, this.contracts.isLeaf(value) ? "read" : "whole", nameIn(at));
  }

  /** Follows a value to every place that names what it was put into. */
  store(declaration: ts.Node, value: Value, at: ts.Node): void {
    if (this.code.isOwn(declaration)) for (const use of this.code.usesOf(declaration)) this.#named(use, value);
    else if (!this.isKept(at, value)) this.whole(value, at);
  }

  /** Follows a value to a place that names its variable or property. */
  #named(use: ts.Node, value: Value): void {
    const { parent } = use;
    if (isMention(use) || (ts.isPropertyAssignment(parent) && parent.name === use)) return;
    if (ts.isBindingElement(use)) this.patterns.bind(use.name, value);
    else if (ts.isPropertyAccessExpression(parent) && parent.name === use) this.go(parent, value);
    else if (ts.isElementAccessExpression(parent) && parent.argumentExpression === use) this.go(parent, value);
    else this.go(use, value);
  }

  /** Whether the code's own checks leave nothing of the value here: another event's branch, or none at all. */
  isExcluded(node: ts.Node, { type, pointer }: Value): boolean {
    const here = this.code.checker.getTypeAtLocation(node);
    if (here.flags & ts.TypeFlags.Never) return true;
    if (pointer !== "") return false;
    const possible = this.contracts.valuesOf(here).filter((one) => one.pointer === "");
    return possible.length > 0 && !possible.some((one) => one.type === type);
  }

  /** Whether a type shows the value, so that it is found again by its type. */
  holds(type: ts.Type, value: Value): boolean {
    return this.contracts.valuesOf(type).some((one) => one.type === value.type && one.pointer === value.pointer);
  }

  /** Whether the place that a value is put into shows it again by its type. */
  isKept(node: ts.Node, value: Value): boolean {
    return this.holds(this.code.checker.getTypeAtLocation(node), value);
  }

  /** The value of any item of a list, or entry of a map; undefined where the value is neither. */
  item(value: Value): Value | undefined {
    const [step] = value.inside;
    if (step === ITEM) return inner(value);
    if (step === SOMEWHERE) return value;
    return step === undefined ? this.contracts.child(value, ITEM) : undefined;
  }

  /** Items are taken from a list: with nothing inside to go on to, they are read here. */
  readItem(item: Value, at: ts.Node): void {
    if (item.inside.length === 0 && this.contracts.isLeaf(item)) this.reads.add(item, "read", nameIn(at));
  }

  /** Steps from a value to its part, which counts as read at `at` unless code goes on into it (`isOnTheWay`). */
  withPart(value: Value, name: string, at: ts.Node, next: (part: Value) => void, isOnTheWay = false): void {
    const [step] = value.inside;
    const isIndex = /^\d+$/.test(name);
    if (step !== undefined) {
      if (step === name || (step === ITEM && isIndex)) next(inner(value));
      else if (step === SOMEWHERE) next(value);
      return;
    }
    if (this.contracts.isUntyped(value)) {
      this.whole(value, at);
      return;
    }
    const part = this.contracts.isList(value) && !isIndex ? undefined : this.contracts.child(value, name);
    if (part === undefined) {
      if (OBJECT_METHODS.has(name)) this.whole(value, at);
      else if (value.pointer !== "") this.reads.add(value, "read", at);
      return;
    }
    if (!isOnTheWay || this.contracts.isLeaf(part)) this.reads.add(part, "read", at);
    next(part);
  }

  /** By what stands around an expression: where its value goes, or what of it is read. */
  #use(node: ts.Node, value: Value): void {
    if (value.inside.length === 0 && this.contracts.isLeaf(value)) return;
    if (this.isExcluded(node, value)) return;
    const { parent } = node;
    if (isWrapper(parent)) this.#cast(parent, node, value);
    else if (ts.isPropertyAccessExpression(parent)) this.#name(parent, parent.name.text, parent.name, value);
    else if (ts.isElementAccessExpression(parent)) this.#element(parent, node, value);
    else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) this.calls.argument(parent, node, value);
    else if (ts.isAwaitExpression(parent)) this.go(parent, value.inside[0] === AWAITED ? inner(value) : value);
    else if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) this.go(parent, value);
    } else if (ts.isBinaryExpression(parent)) this.#binary(parent, node, value);
    else if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) {
      this.patterns.bind(parent.name, value);
    } else if (ts.isPropertyDeclaration(parent)) this.store(parent, value, node);
    else if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      // A name that is not written out makes the object a map.
      this.go(parent.parent, wrapped(value, textOf(parent.name) ?? ITEM));
    } else if (ts.isArrayLiteralExpression(parent)) this.go(parent, wrapped(value, ITEM));
    else if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) this.#spread(parent, node, value);
    else if (ts.isReturnStatement(parent)) this.calls.returned(functionAround(parent), node, value);
    else if (ts.isArrowFunction(parent)) this.calls.returned(parent, node, value);
    else if (ts.isYieldExpression(parent)) this.calls.yielded(parent, node, value);
    else if (ts.isForOfStatement(parent)) this.#loop(parent, node, value);
    else if (!isTest(parent, node)) this.whole(value, node);
  }

  #cast(cast: ts.Expression, node: ts.Node, value: Value): void {
    if (!this.isExcluded(cast, value)) {
      this.go(cast, value);
      return;
    }
    // Said to be another event: one of several that it may be, or something else.
    const before = this.contracts.valuesOf(this.code.checker.getTypeAtLocation(node));
    const after = this.contracts.valuesOf(this.code.checker.getTypeAtLocation(cast));
    if (!before.some((one) => after.some(({ type }) => type === one.type))) this.whole(value, node);
  }

  /** `value.name`, or `value["name"]`. */
  #name(access: ts.Expression, name: string, at: ts.Node, value: Value): void {
    const [step] = value.inside;
    const isList = step === ITEM || (step === undefined && this.contracts.isList(value));
    if (isList && !/^\d+$/.test(name)) this.calls.listMethod(access, name, value);
    else if (step === AWAITED) this.calls.promiseMethod(access, name, value);
    // By its type, what comes out of somewhere is found where it does.
    else if (step !== SOMEWHERE && !isWritten(access)) {
      this.withPart(value, name, at, (part) => this.go(access, part), isOnTheWay(access));
    }
  }

  #element(access: ts.ElementAccessExpression, node: ts.Node, value: Value): void {
    if (access.expression !== node) return;
    const { argumentExpression: argument } = access;
    const names = literalsOf(this.code.checker.getTypeAtLocation(argument));
    const [step] = value.inside;
    if (names !== undefined && step !== ITEM) {
      for (const name of names) this.#name(access, name, argument, value);
    } else if (step !== undefined) {
      if (step !== SOMEWHERE) this.go(access, inner(value)); // it may be this one
    } else {
      const item = this.item(value);
      if (item === undefined || this.contracts.names(value).some((name) => name !== ITEM)) this.whole(value, argument);
      else if (!isWritten(access)) {
        if (!isOnTheWay(access) || this.contracts.isLeaf(item)) this.reads.add(item, "read", argument);
        this.go(access, item);
      }
    }
  }

  #spread(spread: ts.SpreadElement | ts.SpreadAssignment, node: ts.Node, value: Value): void {
    const { parent } = spread;
    const item = ts.isArrayLiteralExpression(parent) ? this.item(value) : undefined;
    if (item !== undefined) {
      this.readItem(item, node);
      this.go(parent, wrapped(item, ITEM));
    } else if (ts.isObjectLiteralExpression(parent) && value.inside.length > 0) this.go(parent, value);
    else this.whole(value, node);
  }

  #loop(loop: ts.ForOfStatement, node: ts.Node, value: Value): void {
    const item = this.item(value);
    if (item === undefined) this.whole(value, node);
    else {
      this.readItem(item, node);
      if (ts.isVariableDeclarationList(loop.initializer)) {
        for (const { name } of loop.initializer.declarations) this.patterns.bind(name, item);
      } else this.patterns.assign(loop.initializer, item);
    }
  }

  #binary(parent: ts.BinaryExpression, node: ts.Node, value: Value): void {
    const operator = parent.operatorToken.kind;
    const isRight = parent.right === node;
    if (EITHER.has(operator)) this.go(parent, value);
    else if (LAST.has(operator)) {
      if (isRight) this.go(parent, value);
    } else if (operator === ts.SyntaxKind.InKeyword) this.#in(parent, node, value);
    else if (isAssignment(operator)) {
      if (isRight) {
        this.patterns.assign(parent.left, value);
        this.go(parent, value);
      }
    } else if (!IDENTITY.has(operator)) this.whole(value, node);
  }

  #in({ left, right }: ts.BinaryExpression, node: ts.Node, value: Value): void {
    if (right !== node || !ts.isStringLiteralLike(left)) this.whole(value, node);
    else if (value.inside.length === 0) {
      const part = this.contracts.child(value, left.text);
      if (part !== undefined) this.reads.add(part, "read", left);
    }
  }
}

/** Operators whose result may be either side. */
const EITHER: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken]);
/** Operators whose result is the right side, if there is something in it: what is truthy left of `&&` is not. */
const LAST: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.CommaToken]);
/** Operators that look at which value it is, and not into it. */
const IDENTITY: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InstanceOfKeyword,
]);
