const cache = new Map<string, RegExp | undefined>();

/** What may follow a backslash in a `u` expression when it stands for itself. */
const syntaxCharacter = /[\^$\\.*+?()[\]{}|/]/;

/**
 * Rewrites an expression that is valid only without the `u` flag: identity escapes that `u` forbids (`\-`, `\_`, `\@`)
 * lose their backslash, and a brace that begins no quantifier gets one.
 */
function modernise(source: string): string {
  let out = "";
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i] as string;
    const next = source[i + 1];
    if (c === "\\" && next !== undefined) {
      const keep = syntaxCharacter.test(next) || /[a-zA-Z0-9]/.test(next) || (inClass && next === "-");
      out += keep ? c + next : next;
      i++;
      continue;
    }
    if (c === "[" && !inClass) inClass = true;
    else if (c === "]" && inClass) inClass = false;
    else if (!inClass && c === "{" && !/^\{\d+(,\d*)?\}/.test(source.slice(i))) out += "\\";
    else if (!inClass && c === "}" && !/\{\d+(,\d*)?$/.test(source.slice(0, i))) out += "\\";
    out += c;
  }
  return out;
}

function compiles(source: string): boolean {
  try {
    new RegExp(source, "u");
    return true;
  } catch {
    return false;
  }
}

/** The source that is read with the `u` flag, or undefined when the text is no regular expression. */
export function unicodeSource(pattern: string): string | undefined {
  if (compiles(pattern)) return pattern;
  const rewritten = modernise(pattern);
  return compiles(rewritten) ? rewritten : undefined;
}

/**
 * The expression that every part of this package matches with, the validators included, so that they cannot disagree
 * about what a `pattern` means. Always with the `u` flag; undefined when the text is no regular expression.
 */
export function expressionOf(pattern: string): RegExp | undefined {
  if (!cache.has(pattern)) {
    if (cache.size > 10_000) cache.clear();
    const source = unicodeSource(pattern);
    cache.set(pattern, source === undefined ? undefined : new RegExp(source, "u"));
  }
  return cache.get(pattern);
}
