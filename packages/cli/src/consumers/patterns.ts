import ts from "typescript";
import { ITEM, type Value, wrapped } from "./contracts.ts";
import type { Flow } from "./flow.ts";
import { isCallable, isWrapper, textOf } from "./nodes.ts";
import { isPattern, withoutDefault } from "./syntax.ts";

/** How values get into variables, parameters and properties, also when they are taken apart on the way. */
export class Patterns {
  readonly #flow: Flow;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  /** A variable, parameter or pattern that is declared gets the value. */
  bind(name: ts.BindingName, value: Value): void {
    if (!this.#flow.isNew(name, value)) return;
    if (ts.isIdentifier(name)) this.#flow.store(name.parent, value, name);
    else if (this.#flow.isExcluded(name, value)) return;
    else if (ts.isArrayBindingPattern(name)) this.#bindItems(name, value);
    else this.#bindMembers(name, value);
  }

  #bindItems({ elements }: ts.ArrayBindingPattern, value: Value): void {
    for (const [i, element] of elements.entries()) {
      if (ts.isOmittedExpression(element)) continue;
      if (element.dotDotDotToken !== undefined) this.bind(element.name, value);
      else this.#flow.withPart(value, String(i), element.name, (part) => this.bind(element.name, part));
    }
  }

  #bindMembers({ elements }: ts.ObjectBindingPattern, value: Value): void {
    const named = elements.map((one) => textOf(one.propertyName ?? one.name));
    for (const element of elements) {
      const key = element.propertyName ?? element.name;
      const name = textOf(key);
      if (element.dotDotDotToken !== undefined) {
        this.#rest(value, named, element.name);
        this.bind(element.name, value);
      } else if (name === undefined) this.#flow.whole(value, key);
      else {
        const bind = (part: Value): void => this.bind(element.name, part);
        this.#flow.withPart(value, name, key, bind, isPattern(element.name));
      }
    }
  }

  /** Something that there is already gets the value: `target = value`. */
  assign(target: ts.Expression, value: Value): void {
    if (isWrapper(target)) this.assign(target.expression, value);
    else if (ts.isArrayLiteralExpression(target)) this.#assignItems(target, value);
    else if (ts.isObjectLiteralExpression(target)) this.#assignMembers(target, value);
    else if (ts.isIdentifier(target)) this.#put(target, value);
    else if (ts.isPropertyAccessExpression(target)) {
      this.#put(target, value);
      this.#change(target.expression, wrapped(value, target.name.text));
    } else if (!this.#flow.isKept(target, value)) {
      this.#flow.whole(value, target);
    }
  }

  #put(target: ts.Identifier | ts.PropertyAccessExpression, value: Value): void {
    const declarations = this.#flow.code.declarationsAt(target);
    if (declarations.length > 0) {
      for (const one of declarations) {
        if (ts.isSetAccessor(one) && isCallable(one)) this.#flow.calls.pass(one, 0, value);
        this.#flow.store(one, value, target);
      }
    } else if (!this.#flow.isKept(target, value)) this.#flow.whole(value, target);
  }

  /** Something that a variable holds now has the value inside: whatever names the variable has it too. */
  #change(holder: ts.Expression, value: Value): void {
    if (!this.#flow.isNew(holder, value)) return;
    if (isWrapper(holder)) this.#change(holder.expression, value);
    else if (ts.isPropertyAccessExpression(holder)) {
      this.#put(holder, value);
      this.#change(holder.expression, wrapped(value, holder.name.text));
    } else if (ts.isElementAccessExpression(holder)) this.#change(holder.expression, wrapped(value, ITEM));
    else if (ts.isIdentifier(holder)) {
      for (const declaration of this.#flow.code.declarationsAt(holder)) {
        this.#flow.store(declaration, value, holder);
        if (ts.isParameter(declaration)) this.#changeGiven(declaration, value, holder);
      }
    } else if (holder.kind !== ts.SyntaxKind.ThisKeyword) this.#flow.whole(value, holder);
  }

  /** What callers give for a parameter is theirs, and has the value inside as well. */
  #changeGiven(parameter: ts.ParameterDeclaration, value: Value, holder: ts.Node): void {
    const { code } = this.#flow;
    const index = parameter.parent.parameters.indexOf(parameter);
    if (code.isUsedAsValue(parameter.parent) && !this.#flow.isKept(holder, value)) this.#flow.whole(value, holder);
    for (const call of code.callsOf(parameter.parent)) {
      const given = "arguments" in call ? call.arguments?.[index] : undefined;
      if (given !== undefined) this.#change(given, value);
    }
  }

  #assignItems({ elements }: ts.ArrayLiteralExpression, value: Value): void {
    for (const [i, element] of elements.entries()) {
      if (ts.isOmittedExpression(element)) continue;
      if (ts.isSpreadElement(element)) this.assign(element.expression, value);
      else this.#flow.withPart(value, String(i), element, (part) => this.assign(withoutDefault(element), part));
    }
  }

  #assignMembers({ properties }: ts.ObjectLiteralExpression, value: Value): void {
    const named = properties.map((one) => (one.name === undefined ? undefined : textOf(one.name)));
    for (const property of properties) {
      if (ts.isSpreadAssignment(property)) {
        this.#rest(value, named, property.expression);
        this.assign(property.expression, value);
      } else if (ts.isShorthandPropertyAssignment(property)) {
        const { name } = property;
        this.#flow.withPart(value, name.text, name, (part) => this.assign(name, part));
      } else if (ts.isPropertyAssignment(property)) {
        const name = textOf(property.name);
        const into = withoutDefault(property.initializer);
        if (name === undefined) this.#flow.whole(value, property.name);
        else this.#flow.withPart(value, name, property.name, (part) => this.assign(into, part), isPattern(into));
      }
    }
  }

  /** What a rest takes along: everything that is not named beside it. */
  #rest(value: Value, named: readonly (string | undefined)[], at: ts.Node): void {
    if (value.inside.length > 0) return;
    for (const name of this.#flow.contracts.names(value)) {
      const part = named.includes(name) ? undefined : this.#flow.contracts.child(value, name);
      if (part !== undefined) this.#flow.whole(part, at);
    }
  }
}
