import ts from "typescript";
import type { Code } from "./code.ts";
import { type Contracts, isOfLibrary, type Value } from "./contracts.ts";
import type { Flow } from "./flow.ts";
import { type Callable, descendants, isCallable, isMention } from "./nodes.ts";
import type { Reads } from "./reads.ts";

/** How deep handlers are looked for in an object that is handed over whole: options, then handlers. */
const DEEPEST = 2;
const MOST_MEMBERS = 100;

/**
 * Finds where values of events come up, by the types of what the code writes, and starts to follow them there. Events
 * and their data come first: what is only known to be a part of some event (an `Actor`) may be reached from them, and
 * is then known to be of that event alone. Returns the event types that the code has a value of, and of no other at
 * that place.
 */
export function followAll(
  code: Code,
  contracts: Contracts,
  flow: Flow,
  reads: Reads,
  step: () => void,
): ReadonlySet<string> {
  const parts: [node: ts.Node, values: readonly Value[]][] = [];
  const handled = new Set<string>();
  const handlers = new Handlers(code, contracts, flow, reads);
  for (const file of code.files) {
    for (const node of descendants(file)) {
      const values = valuesAt(node, code, contracts);
      const whole = values.filter(({ pointer }) => pointer === "");
      if (whole.length === 1) for (const { type } of whole) handled.add(type);
      for (const value of whole) start(node, value, flow);
      if (whole.length < values.length) parts.push([node, values.filter(({ pointer }) => pointer !== "")]);
      handlers.at(node);
    }
    step();
  }
  for (const [node, values] of parts) {
    if (flow.isReached(node)) continue;
    const likely = values.filter(({ type }) => handled.has(type));
    for (const value of likely.length > 0 ? likely : values) start(node, value, flow);
  }
  return handled;
}

function start(node: ts.Node, value: Value, flow: Flow): void {
  if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) flow.patterns.bind(node, value);
  else flow.go(node, value);
  flow.run();
}

function valuesAt(node: ts.Node, code: Code, contracts: Contracts): readonly Value[] {
  const isPattern = ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node);
  if (!isPattern && !isValue(node)) return [];
  return contracts.valuesOf(code.checker.getTypeAtLocation(node));
}

/** Whether a node is an expression whose value the code uses: no name of a declaration, property or import. */
function isValue(node: ts.Node): boolean {
  if (!ts.isExpression(node) || ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return false;
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const isName = "name" in parent && parent.name === node;
  const isPropertyName = "propertyName" in parent && parent.propertyName === node;
  return !isName && !isPropertyName && !isMention(node) && !isOfInterface(node);
}

/** Whether a node stands behind `implements`, or `extends` of an interface: a type, though it looks like a value. */
function isOfInterface(node: ts.Node): boolean {
  const clause = ts.isExpressionWithTypeArguments(node) ? node.parent : node.parent.parent;
  if (clause === undefined || !ts.isHeritageClause(clause)) return false;
  return ts.isInterfaceDeclaration(clause.parent) || clause.token === ts.SyntaxKind.ImplementsKeyword;
}

/** Functions that become handlers by the place where they are put, whatever they say of their own parameters. */
class Handlers {
  readonly #code: Code;
  readonly #contracts: Contracts;
  readonly #flow: Flow;
  readonly #reads: Reads;

  constructor(code: Code, contracts: Contracts, flow: Flow, reads: Reads) {
    this.#code = code;
    this.#contracts = contracts;
    this.#flow = flow;
    this.#reads = reads;
  }

  at(node: ts.Node): void {
    if (ts.isClassLike(node)) this.#class(node);
    const wanted = ts.isMethodDeclaration(node) || isValue(node) ? this.#code.wantedAt(node) : undefined;
    if (wanted !== undefined) this.#put(node, this.#code.checker.getTypeAtLocation(node), wanted, 0);
  }

  /** Something of the type `given`, written at `node`, is put where `wanted` is wanted. */
  #put(node: ts.Node, given: ts.Type, wanted: ts.Type, depth: number): void {
    const values = this.#givenTo(wanted, node);
    if (values.some((list) => list.length > 0)) {
      const functions = depth === 0 ? this.#code.functionsAt(node) : this.#functionsOf(given);
      this.#handle(node, functions, values, given);
      return;
    }
    const { checker } = this.#code;
    const members = checker.getNonNullableType(wanted).getProperties();
    if (depth >= DEEPEST || given === wanted || members.length > MOST_MEMBERS || isOfLibrary(wanted)) return;
    const isUntyped = (given.flags & ts.TypeFlags.Any) !== 0;
    for (const member of members) {
      const own = given.getProperty(member.name);
      if (own === undefined && !isUntyped) continue;
      const ownType = own === undefined ? given : checker.getTypeOfSymbolAtLocation(own, node);
      this.#put(node, ownType, checker.getTypeOfSymbolAtLocation(member, node), depth + 1);
    }
  }

  #functionsOf(given: ts.Type): readonly Callable[] {
    return given
      .getCallSignatures()
      .flatMap(({ declaration }) => (declaration === undefined ? [] : this.#code.functionsOf(declaration)));
  }

  #handle(node: ts.Node, functions: readonly Callable[], values: readonly (readonly Value[])[], given: ts.Type): void {
    for (const callable of functions) this.#call(callable, values);
    if (functions.length > 0) return;
    // The function is not known. If its own type names the event, whatever it is was found by that type.
    const own = this.#givenTo(given, node).flat();
    // A part of several events would be read in all of them: where it gets from one of them to here, it is followed.
    for (const value of values.flat().filter(({ pointer }) => pointer === "")) {
      const isNamed = own.some(({ type, pointer }) => type === value.type && pointer === value.pointer);
      const isOwn = given.getCallSignatures().every(({ declaration }) => declaration && this.#code.isOwn(declaration));
      if (!isNamed || !isOwn) this.#reads.add(value, "whole", node);
    }
  }

  /** A function is called with values by code that is not seen, whatever it says of its own parameters. */
  #call(callable: Callable, values: readonly (readonly Value[])[]): void {
    for (const [i, list] of values.entries()) {
      const parameter = callable.parameters[i];
      const type = parameter && this.#code.checker.getTypeAtLocation(parameter.name);
      // By a type that names the event, it is found anyway.
      const unnamed = list.filter((value) => type === undefined || !this.#flow.holds(type, value));
      for (const value of unnamed) this.#flow.calls.pass(callable, i, value);
    }
    this.#flow.run();
  }

  /** By parameter, the values that a function of this type is given. */
  #givenTo(type: ts.Type, node: ts.Node): (readonly Value[])[] {
    const signatures = this.#code.checker.getNonNullableType(type).getCallSignatures();
    if (signatures.length !== 1) return [];
    return (signatures[0]?.getParameters() ?? []).map((parameter) =>
      this.#contracts.valuesOf(this.#code.checker.getTypeOfSymbolAtLocation(parameter, node)),
    );
  }

  /** Methods that an interface or a base class asks for. */
  #class(node: ts.ClassLikeDeclaration): void {
    const wanted = (node.heritageClauses ?? []).flatMap(({ types }) =>
      types.map((one) => this.#code.checker.getTypeAtLocation(one)),
    );
    for (const member of node.members) {
      if (!isCallable(member) || member.name === undefined) continue;
      const name = member.name.getText().replaceAll(/["']/g, "");
      for (const property of wanted.map((one) => one.getProperty(name))) {
        if (property === undefined) continue;
        const values = this.#givenTo(this.#code.checker.getTypeOfSymbolAtLocation(property, member), member);
        this.#call(member, values);
      }
    }
  }
}
