// A reader for the types that json-schema-to-typescript prints: a small part of TypeScript's grammar.

/** A type, as far as its layout is concerned. */
export type TypeNode =
  /** A name, a keyword or a literal. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "object"; readonly members: readonly Member[] }
  | { readonly kind: "array" | "rest"; readonly item: TypeNode }
  | { readonly kind: "tuple" | "intersection"; readonly items: readonly TypeNode[] }
  | UnionNode;

export interface UnionNode {
  readonly kind: "union";
  readonly items: readonly TypeNode[];
}

export interface Member {
  readonly comment: string;
  /** The property's name with its `?`, or the index signature's brackets. */
  readonly key: string;
  readonly type: TypeNode;
}

export interface Declaration {
  readonly comment: string;
  readonly keyword: "interface" | "type";
  readonly name: string;
  readonly type: TypeNode;
}

/** A comment in a form that json-schema-to-typescript hands through as it is. */
export function encodeComment(text: string): string {
  return JSON.stringify(text).replaceAll("*/", "*\\/");
}

/** A property's name in a form that means nothing to json-schema-to-typescript or to Object.prototype. */
export function encodeName(name: string): string {
  return `_${name}`;
}

const STRING = /"(?:[^"\\]|\\.)*"/;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const TOKEN = new RegExp(`/\\*\\*[^]*?\\*/|${STRING.source}|-?\\d[\\d.eE+-]*|\\.\\.\\.|[A-Za-z_$][\\w$]*|\\S`, "g");

/** The text that was given as a comment. Remarks of json-schema-to-typescript itself may stand before and behind it. */
function decodeComment(comment: string): string {
  const text = /^\/\*\*\s*\*\s*("(?:[^"\\]|\\.)*")/.exec(comment)?.[1];
  return text === undefined ? "" : JSON.parse(text);
}

/** `name` as a property's name in TypeScript. */
export function propertyName(name: string): string {
  return IDENTIFIER.test(name) ? name : stringLiteral(name);
}

/** A string as a literal, in the quotes that need fewer escapes, as the formatter wants it. */
export function stringLiteral(value: string): string {
  const json = JSON.stringify(value);
  const doubles = value.split('"').length;
  const singles = value.split("'").length;
  return doubles > singles ? `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : json;
}

/** A number as a literal; the formatter wants no plus sign in an exponent. */
export function numberLiteral(value: number): string {
  return JSON.stringify(value).replace("e+", "e");
}

/** Reads the output of json-schema-to-typescript. `words` are all names and keywords in it, property names encoded. */
export function readDeclarations(text: string): { declarations: Declaration[]; words: ReadonlySet<string> } {
  const tokens: readonly string[] = text.match(TOKEN) ?? [];
  let at = 0;
  const peek = (ahead = 0): string => tokens[at + ahead] ?? "";
  const take = (): string => tokens[at++] ?? "";
  const accept = (token: string): boolean => {
    if (peek() !== token) return false;
    at++;
    return true;
  };
  const expect = (token: string): void => {
    if (!accept(token)) throw new TypeError(`got ${JSON.stringify(peek())} in generated types, want ${token}`);
  };
  const comment = (): string => (peek().startsWith("/**") ? decodeComment(take()) : "");

  function declaration(): Declaration {
    const own = comment();
    expect("export");
    const keyword = take() as Declaration["keyword"];
    const name = take();
    if (keyword === "type") expect("=");
    const type = union();
    accept(";");
    return { comment: own, keyword, name, type };
  }

  function union(): TypeNode {
    return sequence("|", "union", () => sequence("&", "intersection", postfix));
  }

  function sequence(separator: string, kind: "union" | "intersection", item: () => TypeNode): TypeNode {
    const items = [item()];
    while (accept(separator)) items.push(item());
    // A union in a union is one union: the parentheses around it mean nothing.
    const flat = items.flatMap((one) => (one.kind === kind ? one.items : [one]));
    return flat.length === 1 ? (flat[0] as TypeNode) : { kind, items: withoutTwins(flat) };
  }

  function postfix(): TypeNode {
    let type = primary();
    while (peek() === "[" && peek(1) === "]") {
      at += 2;
      type = { kind: "array", item: type };
    }
    return type;
  }

  function primary(): TypeNode {
    const token = take();
    if (token === "{") return { kind: "object", members: members() };
    if (token === "[") return { kind: "tuple", items: list() };
    if (token === "(") {
      const type = union();
      expect(")");
      return type;
    }
    if (token.startsWith('"')) return { kind: "text", text: stringLiteral(JSON.parse(token)) };
    if (/^-?\d/.test(token)) return { kind: "text", text: numberLiteral(Number(token)) };
    if (peek() !== "<") return { kind: "text", text: token };
    let generic = token;
    do {
      generic += peek() === "," ? `${take()} ` : take();
    } while (!generic.endsWith(">"));
    return { kind: "text", text: generic };
  }

  function list(): TypeNode[] {
    const items: TypeNode[] = [];
    while (!accept("]")) {
      items.push(accept("...") ? { kind: "rest", item: postfix() } : union());
      accept(",");
    }
    return items;
  }

  function members(): Member[] {
    const found: Member[] = [];
    while (!accept("}")) {
      const own = comment();
      const first = take();
      let key =
        first === "["
          ? `[${take()}${take()} ${take()}${take()}`
          : propertyName((first.startsWith('"') ? (JSON.parse(first) as string) : first).slice(1));
      if (accept("?")) key += "?";
      expect(":");
      found.push({ comment: own, key, type: union() });
      if (!accept(";")) accept(",");
    }
    return found;
  }

  const declarations: Declaration[] = [];
  while (at < tokens.length) declarations.push(declaration());
  return { declarations, words: new Set(tokens) };
}

/** The types without those that stand there twice. */
function withoutTwins(items: readonly TypeNode[]): TypeNode[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    if (item.kind !== "text") return true;
    const isNew = !seen.has(item.text);
    seen.add(item.text);
    return isNew;
  });
}
