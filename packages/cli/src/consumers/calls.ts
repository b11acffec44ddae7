import ts from "typescript";
import { AWAITED, ITEM, inner, type Value, wrapped } from "./contracts.ts";
import type { Flow } from "./flow.ts";
import { listMethod } from "./list-methods.ts";
import { type Call, type Callable, isCallable, isCalled, isMention, nameOwner, unwrapped } from "./nodes.ts";
import { functionAround, isFunctionType, isIdentity, isNothing, nameIn, usesArguments } from "./syntax.ts";

/** How values get into functions and out of them. */
export class Calls {
  readonly #flow: Flow;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  /** A function is called with the value. */
  pass(callable: Callable, index: number, value: Value): void {
    const parameters = callable.parameters.filter((one) => !(ts.isIdentifier(one.name) && one.name.text === "this"));
    const last = parameters.at(-1);
    const isRest = last?.dotDotDotToken !== undefined && index >= parameters.length - 1;
    const parameter = isRest ? last : parameters[index];
    if (parameter !== undefined) this.#flow.patterns.bind(parameter.name, isRest ? wrapped(value, ITEM) : value);
    if (usesArguments(callable)) this.#flow.whole(value, callable.name ?? callable);
  }

  /** The value is an argument of a call. */
  argument(call: ts.CallExpression | ts.NewExpression, node: ts.Node, value: Value): void {
    const given: readonly ts.Node[] = call.arguments ?? [];
    const index = given.indexOf(node);
    if (index < 0) return; // it is called
    const result = resultOf(call, index, value);
    if (result !== undefined) this.#flow.go(call, result);
    else if (given.slice(0, index).some(ts.isSpreadElement)) this.#flow.whole(value, node);
    else {
      const offset = isLate(call) ? 1 : 0;
      const functions = index < offset ? [] : this.#functionsCalled(call, offset > 0);
      for (const one of functions) this.pass(one, index - offset, value);
      if (functions.length === 0 && !this.#isHandedOn(call, node, value)) this.#flow.whole(value, node);
    }
  }

  /** The functions that a call leads to; empty where they are not known. `isOfCall`: it is `called.call(…)`. */
  #functionsCalled(call: ts.CallExpression | ts.NewExpression, isOfCall: boolean): readonly Callable[] {
    const { code } = this.#flow;
    if (isOfCall) return code.functionsAt((call.expression as ts.PropertyAccessExpression).expression);
    const declaration = code.checker.getResolvedSignature(call)?.declaration;
    const declared = declaration === undefined ? [] : code.functionsOf(declaration);
    if (ts.isNewExpression(call) || call.expression.kind === ts.SyntaxKind.SuperKeyword) return declared;
    const named = code.functionsAt(call.expression);
    if (named.length > 0) return named;
    // A type of functions says nothing of the function.
    return declaration !== undefined && isCallable(declaration) ? declared : [];
  }

  /**
   * Whether a call of unknown code keeps the value where types show it again: in what it is called on or in its result.
   */
  #isHandedOn(call: Call, node: ts.Node, value: Value): boolean {
    const { checker } = this.#flow.code;
    const contextual = checker.getContextualType(node as ts.Expression);
    if (contextual === undefined || !this.#flow.holds(contextual, value)) return false;
    const declaration = checker.getResolvedSignature(call)?.declaration;
    // A function of this code behind a type that names the event: its parameter is followed by that type.
    if (declaration !== undefined && this.#flow.code.isOwn(declaration) && isFunctionType(declaration)) return true;
    const isMethod = ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression);
    const holders: ts.Node[] = isMethod ? [call, (call.expression as ts.PropertyAccessExpression).expression] : [call];
    return holders.some((one) => this.#flow.isKept(one, value));
  }

  /** `list.name`: the value is a list, or the items of one. */
  listMethod(access: ts.Expression, name: string, value: Value): void {
    const list = ts.isPropertyAccessExpression(access) ? access.expression : access;
    if (value.inside.length === 0) this.#flow.reads.add(value, "read", nameIn(list));
    if (name === "length") return;
    const item = this.#flow.item(value);
    const method = listMethod(name);
    const { parent: call } = unwrapped(access);
    if (item === undefined || method === undefined || !ts.isCallExpression(call) || !isCalled(access)) {
      this.#flow.whole(value, access);
      return;
    }
    if (method.readsItems !== false) this.#flow.readItem(item, access);
    // With a value to begin with, what is gathered is no item.
    const isGathering = method.returns === "result" && call.arguments.length > 1;
    if (method.itemAt !== undefined) {
      for (const index of isGathering ? [1] : method.itemAt) this.#callBack(call.arguments[0], index, item);
      if (method.listAt !== undefined) this.#callBack(call.arguments[0], method.listAt, value);
    }
    if (method.result === "list") this.#flow.go(call, value);
    else if (method.result === "item" && !isGathering) this.#flow.go(call, item);
    else if (method.result === "entries") this.#flow.go(call, { ...item, inside: [ITEM, "1", ...item.inside] });
    else if (method.result === "whole") this.#flow.whole(item, access);
  }

  /** `promise.name`: the value is what a promise resolves with. */
  promiseMethod(access: ts.Expression, name: string, value: Value): void {
    const { parent: call } = unwrapped(access);
    if (!ts.isCallExpression(call) || !isCalled(access)) this.#flow.whole(value, access);
    else if (name === "catch" || name === "finally") this.#flow.go(call, value);
    else if (name === "then") this.#callBack(call.arguments[0], 0, inner(value));
    else this.#flow.whole(value, access);
  }

  /** A library calls a function back with the value. */
  #callBack(callback: ts.Expression | undefined, index: number, value: Value): void {
    if (callback === undefined) return;
    const { code } = this.#flow;
    const functions = code.functionsAt(callback);
    for (const one of functions) this.pass(one, index, value);
    if (functions.length > 0) return;
    const [signature] = code.checker.getTypeAtLocation(callback).getCallSignatures();
    const parameter = signature?.parameters[index];
    const isOwn = signature?.declaration !== undefined && code.isOwn(signature.declaration);
    // A function that takes less does not see it; of one with a type, what it is was found by that type.
    if (signature !== undefined && parameter === undefined) return;
    if (parameter !== undefined && isOwn) {
      if (this.#flow.holds(code.checker.getTypeOfSymbolAtLocation(parameter, callback), value)) return;
    }
    this.#flow.whole(value, callback);
  }

  yielded(expression: ts.YieldExpression, node: ts.Node, value: Value): void {
    const around = functionAround(expression);
    const [signature] =
      around === undefined ? [] : this.#flow.code.checker.getTypeAtLocation(around).getCallSignatures();
    if (signature === undefined || !this.#flow.holds(signature.getReturnType(), value)) this.#flow.whole(value, node);
  }

  /** A function returns the value: it goes on wherever the function is called. */
  returned(callable: ts.FunctionLikeDeclaration | undefined, node: ts.Node, value: Value): void {
    if (callable === undefined) {
      this.#flow.whole(value, node);
      return;
    }
    const isAsync = ts.getCombinedModifierFlags(callable as ts.Declaration) & ts.ModifierFlags.Async;
    const result = isAsync && value.inside[0] !== AWAITED ? wrapped(value, AWAITED) : value;
    if (ts.isGetAccessor(callable)) {
      this.#flow.store(callable, value, node);
      return;
    }
    const { code } = this.#flow;
    for (const call of code.callsOf(callable)) this.#flow.go(call, result);
    const owner = nameOwner(callable);
    const uses = owner === undefined ? [callable] : code.usesOf(owner).filter((use) => !isMention(use));
    for (const use of uses) this.#returnedTo(use, node, result);
    // Nobody in this code calls it: whoever does gets the value.
    if (uses.length === 0 && !this.#isDropped(callable)) this.#flow.whole(value, node);
  }

  /** What becomes of a function's result where the function is called, or handed to other code. */
  #returnedTo(use: ts.Node, node: ts.Node, result: Value): void {
    const isPropertyName = ts.isPropertyAccessExpression(use.parent) && use.parent.name === use;
    const place = unwrapped(isPropertyName ? use.parent : use);
    const { parent } = place;
    const isCall = ts.isCallExpression(parent) || ts.isNewExpression(parent);
    if (isCall && parent.expression === place) this.#flow.go(parent, result);
    else if (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)) {
      this.#returnedToMethod(parent, parent.expression, place, node, result);
    } else if (!this.#isDropped(place)) this.#flow.whole(result, node);
  }

  #returnedToMethod(
    call: ts.CallExpression,
    { name, expression }: ts.PropertyAccessExpression,
    place: ts.Node,
    node: ts.Node,
    result: Value,
  ): void {
    const { checker } = this.#flow.code;
    const isList = checker.isArrayLikeType(checker.getNonNullableType(checker.getTypeAtLocation(expression)));
    const returns = isList ? listMethod(name.text)?.returns : undefined;
    if (["then", "catch", "finally"].includes(name.text)) {
      this.#flow.go(call, result.inside[0] === AWAITED ? result : wrapped(result, AWAITED));
    } else if (returns === "item" || returns === "list") {
      this.#flow.go(call, wrapped(result, ITEM));
      const item = returns === "list" ? this.#flow.item(result) : undefined;
      if (item !== undefined) this.#flow.go(call, wrapped(item, ITEM));
    } else if (returns === "result") {
      this.#flow.go(call, result);
      this.#callBack(call.arguments[0], 0, result);
    } else if (returns !== "test" && !this.#isDropped(place)) this.#flow.whole(result, node);
  }

  /** Whether the place that a function is in wants no result of it. */
  #isDropped(place: ts.Node): boolean {
    const { code } = this.#flow;
    const signatures = code.wantedAt(place)?.getCallSignatures() ?? [];
    return signatures.length > 0 && signatures.every((one) => isNothing(one.getReturnType(), code.checker));
  }
}

/** What a call of JavaScript's own functions gives back, if that is what it was given. */
function resultOf(call: ts.CallExpression | ts.NewExpression, index: number, value: Value): Value | undefined {
  if (!ts.isCallExpression(call) || index > 0) return undefined;
  if (isIdentity(call)) return value;
  return call.expression.getText() === "Promise.resolve" ? wrapped(value, AWAITED) : undefined;
}

/** Whether a call's first argument is `this`: `called.call(this, value)`, and `bind` likewise. */
function isLate({ expression }: ts.CallExpression | ts.NewExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && ["call", "bind"].includes(expression.name.text);
}
