import ts from "typescript";
import { type Callable, isCallable, isMention, unwrapped } from "./nodes.ts";

/** Whether a type says that there is no value, now or later. */
export function isNothing(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.every((one) => isNothing(one, checker));
  if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never)) return true;
  if (type.symbol?.name !== "Promise") return false;
  return checker.getTypeArguments(type as ts.TypeReference).every((one) => isNothing(one, checker));
}

/** Whether a signature is a type for functions and not a function, and names the types of its parameters. */
export const isFunctionType = (node: ts.SignatureDeclaration | ts.JSDocSignature): boolean =>
  (ts.isFunctionTypeNode(node) || ts.isMethodSignature(node) || ts.isCallSignatureDeclaration(node)) &&
  (node.typeParameters ?? []).length === 0;

/** What the place of an expression is told by. */
export const nameIn = (node: ts.Node): ts.Node => (ts.isPropertyAccessExpression(node) ? node.name : node);

/** The texts that an index may be, if its type is a set of literals. */
export function literalsOf(type: ts.Type): string[] | undefined {
  if (type.isStringLiteral() || type.isNumberLiteral()) return [String(type.value)];
  if (!type.isUnion()) return undefined;
  const texts = type.types.map(literalsOf);
  return texts.every((one) => one !== undefined) ? texts.flat() : undefined;
}

/** Whether a target takes what it gets apart. */
export const isPattern = (node: ts.Node): boolean =>
  ((ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) && node.elements.length > 0) ||
  ts.isObjectLiteralExpression(node) ||
  ts.isArrayLiteralExpression(node);

/** A target in a pattern, without the value that it gets where there is none. */
export function withoutDefault(target: ts.Expression): ts.Expression {
  const isDefault = ts.isBinaryExpression(target) && target.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isDefault ? target.left : target;
}

/** Whether code goes on from here to a field inside, which is then what it reads. */
export function isOnTheWay(access: ts.Expression): boolean {
  const outer = unwrapped(access);
  const { parent } = outer;
  if (ts.isPropertyAccessExpression(parent)) return true;
  return ts.isElementAccessExpression(parent) && parent.expression === outer;
}

/** Whether an expression is only written to, by itself or in a pattern. */
export function isWritten(access: ts.Node): boolean {
  const outer = unwrapped(access);
  const { parent } = outer;
  if (ts.isDeleteExpression(parent)) return true;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return parent.left === outer;
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === outer;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === outer && isWritten(parent.parent);
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return isWritten(parent.parent);
  return ts.isArrayLiteralExpression(parent) && isWritten(parent);
}

/** Functions that give back what they are given, or a copy. */
const IDENTITIES: ReadonlySet<string> = new Set(["structuredClone", "Object.freeze", "Object.seal", "Array.from"]);

/** Whether a call gives back its one argument. */
export const isIdentity = ({ expression, arguments: given }: ts.CallExpression): boolean =>
  given.length === 1 && IDENTITIES.has(expression.getText());

/** The function that a node stands in. */
export function functionAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let outer = node.parent; outer !== undefined; outer = outer.parent) {
    if (isCallable(outer)) return outer;
  }
  return undefined;
}

/** Whether a function may look at what it is given without naming it. */
export function usesArguments(callable: Callable): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === "arguments") ||
    (ts.forEachChild(node, (one) =>
      ts.isFunctionDeclaration(one) || ts.isFunctionExpression(one) ? undefined : visit(one) || undefined,
    ) ??
      false);
  return !ts.isArrowFunction(callable) && visit(callable.body);
}

/** Places that look at whether there is a value and not into it. */
export function isTest(parent: ts.Node, node: ts.Node): boolean {
  return (
    ts.isExpressionStatement(parent) ||
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent) ||
    ts.isDoStatement(parent) ||
    ts.isForStatement(parent) ||
    ts.isSwitchStatement(parent) ||
    ts.isCaseClause(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isDeleteExpression(parent) ||
    ts.isComputedPropertyName(parent) ||
    (ts.isExportAssignment(parent) && ts.isIdentifier(node)) ||
    (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) ||
    isMention(node)
  );
}
