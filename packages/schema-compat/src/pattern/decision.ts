/** A Boolean function of numbered variables, as a reduced ordered decision diagram: equal functions are equal numbers. */
export type Decision = number;

export const no: Decision = 0;
export const yes: Decision = 1;

/** The diagrams of one automaton. */
export class Decisions {
  readonly #variable: number[] = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  readonly #low: Decision[] = [no, yes];
  readonly #high: Decision[] = [no, yes];
  readonly #index = new Map<string, Decision>();
  readonly #chosen = new Map<string, Decision>();

  get size(): number {
    return this.#variable.length;
  }

  #node(variable: number, low: Decision, high: Decision): Decision {
    if (low === high) return low;
    const key = `${variable},${low},${high}`;
    let index = this.#index.get(key);
    if (index === undefined) {
      index = this.#variable.length;
      this.#variable.push(variable);
      this.#low.push(low);
      this.#high.push(high);
      this.#index.set(key, index);
    }
    return index;
  }

  variable(index: number): Decision {
    return this.#node(index, no, yes);
  }

  /** If `f` then `g` else `h`. */
  choose(f: Decision, g: Decision, h: Decision): Decision {
    if (f === yes) return g;
    if (f === no) return h;
    if (g === h) return g;
    if (g === yes && h === no) return f;
    const key = `${f},${g},${h}`;
    const known = this.#chosen.get(key);
    if (known !== undefined) return known;
    const top = Math.min(this.#variable[f] as number, this.#variable[g] as number, this.#variable[h] as number);
    const side = (d: Decision, high: boolean): Decision => {
      if ((this.#variable[d] as number) !== top) return d;
      return (high ? this.#high[d] : this.#low[d]) as Decision;
    };
    const result = this.#node(
      top,
      this.choose(side(f, false), side(g, false), side(h, false)),
      this.choose(side(f, true), side(g, true), side(h, true)),
    );
    this.#chosen.set(key, result);
    return result;
  }

  and(f: Decision, g: Decision): Decision {
    return this.choose(f, g, no);
  }

  or(f: Decision, g: Decision): Decision {
    return this.choose(f, yes, g);
  }

  not(f: Decision): Decision {
    return this.choose(f, no, yes);
  }

  /** Puts a function in the place of each variable. `memo` must be a map of its own for each `replace`. */
  compose(f: Decision, replace: (variable: number) => Decision, memo: Map<Decision, Decision>): Decision {
    if (f <= yes) return f;
    const known = memo.get(f);
    if (known !== undefined) return known;
    const result = this.choose(
      replace(this.#variable[f] as number),
      this.compose(this.#high[f] as Decision, replace, memo),
      this.compose(this.#low[f] as Decision, replace, memo),
    );
    memo.set(f, result);
    return result;
  }

  /** The function's value where every variable is false. */
  whenAllFalse(f: Decision): boolean {
    let at = f;
    while (at > yes) at = this.#low[at] as Decision;
    return at === yes;
  }
}
