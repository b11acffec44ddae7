// A reader for the types that json-schema-to-typescript prints: a small part of TypeScript's grammar.

/** A type, as far as its layout is concerned. */
export type TypeNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "object"; readonly members: readonly Member[] }
  | { readonly kind: "array"; readonly item: TypeNode }
  | { readonly kind: "rest"; readonly item: TypeNode }
  | { readonly kind: "tuple"; readonly items: readonly TypeNode[] }
  | UnionNode
  | { readonly kind: "intersection"; readonly items: readonly TypeNode[] };

export interface UnionNode {
  readonly kind: "union";
  readonly items: readonly TypeNode[];
}

export interface Member {
  readonly comment: string | undefined;
  /** The property's name with its `?`, or the index signature's brackets. */
  readonly key: string;
  readonly type: TypeNode;
}

export interface Declaration {
  readonly comment: string | undefined;
  readonly keyword: "interface" | "type";
  readonly name: string;
  readonly type: TypeNode;
}

const TOKEN = /\/\*\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|\.\.\.|[A-Za-z_$][\w$]*|[^\s]/g;

/** Reads the output of json-schema-to-typescript. */
export function readDeclarations(text: string): Declaration[] {
  const tokens = text.match(TOKEN) ?? [];
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

  function declaration(): Declaration {
    const comment = peek().startsWith("/**") ? take() : undefined;
    expect("export");
    const keyword = take() as Declaration["keyword"];
    const name = take();
    if (keyword === "type") expect("=");
    const type = union();
    accept(";");
    return { comment, keyword, name, type };
  }

  function union(): TypeNode {
    return sequence("|", "union", () => sequence("&", "intersection", postfix));
  }

  function sequence(separator: string, kind: "union" | "intersection", item: () => TypeNode): TypeNode {
    const items = [item()];
    while (accept(separator)) items.push(item());
    // A union in a union is one union: the parentheses around it mean nothing.
    const flat = items.flatMap((one) => (one.kind === kind ? one.items : [one]));
    return flat.length === 1 ? (flat[0] as TypeNode) : { kind, items: flat };
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
    if (token === "[") return { kind: "tuple", items: list("]") };
    if (token === "(") {
      const type = union();
      expect(")");
      return type;
    }
    if (peek() !== "<") return { kind: "text", text: token };
    let text = token;
    do {
      text += peek() === "," ? `${take()} ` : take();
    } while (!text.endsWith(">"));
    return { kind: "text", text };
  }

  function list(end: string): TypeNode[] {
    const items: TypeNode[] = [];
    while (!accept(end)) {
      items.push(accept("...") ? { kind: "rest", item: postfix() } : union());
      accept(",");
    }
    return items;
  }

  function members(): Member[] {
    const found: Member[] = [];
    while (!accept("}")) {
      const comment = peek().startsWith("/**") ? take() : undefined;
      let key = take();
      if (key === "[") {
        key = `[${take()}${take()} ${take()}${take()}`;
      }
      if (accept("?")) key += "?";
      expect(":");
      found.push({ comment, key, type: union() });
      if (!accept(";")) accept(",");
    }
    return found;
  }

  const found: Declaration[] = [];
  while (at < tokens.length) found.push(declaration());
  return found;
}
