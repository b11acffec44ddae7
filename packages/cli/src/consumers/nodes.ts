import ts from "typescript";

export type Callable = ts.FunctionLikeDeclaration & { readonly body: ts.ConciseBody };
export type Call = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** The name of a property, if it is written out. */
export function textOf(name: ts.Node): string | undefined {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
}

/** Everything in a node but its types, in the order of the code. */
export function* descendants(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (inner) => {
    if (!ts.isTypeNode(inner) || ts.isExpressionWithTypeArguments(inner)) children.push(inner);
  });
  for (const inner of children) yield* descendants(inner);
}

export function isCallable(node: ts.Node): node is Callable {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

/** What stands around an expression without changing its value. */
export function isWrapper(node: ts.Node): node is ts.Expression & { readonly expression: ts.Expression } {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

export function isAssignment(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.EqualsToken ||
    operator === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    operator === ts.SyntaxKind.BarBarEqualsToken ||
    operator === ts.SyntaxKind.AmpersandAmpersandEqualsToken
  );
}

/** `x.name`. */
export function isNamed(node: ts.Node, name: string): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && node.name.text === name;
}

/** The place of an expression once what wraps it is taken along. */
export function unwrapped(node: ts.Node): ts.Node {
  return isWrapper(node.parent) ? unwrapped(node.parent) : node;
}

/** Whether a name is what a call calls. */
export function isCalled(name: ts.Node): boolean {
  const access = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
  const { parent } = unwrapped(access);
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && unwrapped(access) === parent.expression;
}

/** Whether a name only brings something in or out of a file, or stands in a type. */
export function isMention(name: ts.Node): boolean {
  const { parent } = name;
  return (
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isTypeNode(parent) ||
    ts.isQualifiedName(parent)
  );
}

/** The declaration whose name a function goes by: itself, or the variable or property that it is the value of. */
export function nameOwner(callable: ts.Node): ts.Node | undefined {
  if (!ts.isArrowFunction(callable) && !ts.isFunctionExpression(callable)) return callable;
  const { parent } = unwrapped(callable);
  const isOwner =
    ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent);
  return isOwner ? parent : undefined;
}

/** What a member belongs to: a class, an interface, a type, or an object that is made. */
export function memberOwner(node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  if (ts.isParameter(node)) return ts.isParameterPropertyDeclaration(node, parent) ? parent.parent : undefined;
  const isMember = ts.isClassElement(node) || ts.isTypeElement(node) || ts.isObjectLiteralElement(node);
  return isMember && parent !== undefined ? parent : undefined;
}

export function nameOf(declaration: ts.Declaration): ts.Node | undefined {
  return (declaration as ts.NamedDeclaration).name;
}
