import { type Lit, not } from "../ir/store.ts";
import type { Json } from "../json/json.ts";
import type { Demands, Stretch } from "./arrays.ts";
import { BudgetError, found, none, type Obstacle, type Result } from "./result.ts";
import type { Solver } from "./solver.ts";

/** What one item is there for: the wishes it serves, the limits it uses up, and the formula that follows from both. */
export interface Profile {
  readonly serves: readonly number[];
  readonly uses: readonly number[];
  readonly demand: Lit;
  readonly value: Json;
}

export interface Arrangement {
  readonly result: Result;
  /** The profile of each item, when there is a result. */
  readonly profiles: readonly Profile[];
}

/** What is still wished and how much of the limits is used after some items, and how that came about. */
interface Reached {
  readonly key: string;
  readonly left: readonly number[];
  readonly used: readonly number[];
  readonly profile: Profile | undefined;
  /** How many items have the profile, when it is more than one. */
  readonly times?: number;
  readonly before: Reached | undefined;
}

const maxChoices = 16;
const maxProfiles = 2_000;
const maxArranged = 5_000;
/** Longer arrays than this are not written down. */
const maxItems = 100_000;
const maxReached = 2_000;

/**
 * Fills the positions one by one, keeping every distinct account of wishes and limits. Items that serve nothing can
 * be left out at the end, so no array longer than the first positions plus one for each wish need be looked at.
 */
export function arrange(solver: Solver, demands: Demands): Arrangement {
  const { store } = solver;
  const { least, most, stretches, wishes, limits } = demands;
  if (wishes.length + limits.length > maxChoices) throw new BudgetError("too many wishes about one array");
  let obstacle: Obstacle | undefined;
  const profiles = new Map<Stretch, readonly Profile[]>();

  /** Every combination that some item of the stretch can be. */
  function profilesOf(stretch: Stretch): readonly Profile[] {
    const known = profiles.get(stretch);
    if (known !== undefined) return known;
    const near = wishes.flatMap((wish, i) => (wish.from <= stretch.from && wish.to >= stretch.to ? [i] : []));
    const list: Profile[] = [];
    // What cannot be served together cannot be served with more: each set grows from one that can.
    const grow = (serves: readonly number[], next: number, demand: Lit): void => {
      const feasible = solver.solve(demand);
      if (feasible.is === "none") return;
      list.push(...usesOf(serves, demand));
      if (list.length > maxProfiles) throw new BudgetError("too many wishes about one array");
      for (const [k, i] of near.entries()) {
        if (k >= next) grow([...serves, i], k + 1, store.and(demand, wishes[i]?.value as Lit));
      }
    };
    grow([], 0, stretch.base);
    profiles.set(stretch, list);
    return list;
  }

  /** The ways to serve this much while using up each limit or keeping off it. */
  function usesOf(serves: readonly number[], served: Lit): Profile[] {
    let open: { uses: readonly number[]; demand: Lit }[] = [{ uses: [], demand: served }];
    for (const [i, limit] of limits.entries()) {
      open = open
        .flatMap(({ uses, demand }) => [
          { uses, demand: store.and(demand, not(limit.value)) },
          { uses: [...uses, i], demand: store.and(demand, limit.value) },
        ])
        .filter(({ demand }) => solver.solve(demand).is !== "none");
    }
    return open.flatMap(({ uses, demand }): Profile[] => {
      solver.step();
      const result = solver.solve(demand);
      if (result.is === "open") obstacle ??= result.obstacle;
      return result.is === "found" ? [{ serves, uses, demand, value: result.value }] : [];
    });
  }

  const wished = wishes.reduce((sum, wish) => sum + wish.least, 0);
  const longest = Math.max(least, stretches.at(-1)?.from ?? 0) + wished;
  const last = Math.min(most, longest);
  const make = (left: readonly number[], used: readonly number[], profile?: Profile, before?: Reached): Reached => ({
    key: `${left.join(",")};${used.join(",")}`,
    left,
    used,
    profile,
    before,
  });
  /** An item that is there for nothing but the length, and uses up no limit. */
  const fillerOf = (stretch: Stretch): Profile | undefined =>
    profilesOf(stretch).find(({ serves, uses }) => serves.length === 0 && uses.length === 0);

  const first = make(
    wishes.map((wish) => wish.least),
    limits.map(() => 0),
  );
  let reached = new Map<string, Reached>([[first.key, first]]);
  let arranged = 0;
  for (let position = 0; ; position++) {
    if (position >= least) {
      for (const one of reached.values()) if (one.left.every((count) => count === 0)) return unwind(one);
    }
    if (position >= last || reached.size === 0) break;
    solver.step();
    const stretch = stretches.find(({ from, to }) => from <= position && position < to) as Stretch;
    // Where the places of a stretch are more than the wishes could ever need, the others hold fillers.
    const spare = Math.min(stretch.to, least) - position - wished;
    const filler = spare > 1 ? fillerOf(stretch) : undefined;
    if (filler !== undefined) {
      if (position + spare > maxItems) throw new BudgetError("too many items to arrange");
      reached = new Map(
        [...reached.values()].map((one) => [one.key, { ...one, profile: filler, before: one, times: spare }]),
      );
      position += spare - 1;
      continue;
    }
    if (++arranged > maxArranged || reached.size > maxReached) throw new BudgetError("too many items to arrange");
    const further = new Map<string, Reached>();
    for (const one of reached.values()) {
      for (const profile of profilesOf(stretch)) {
        const used = one.used.map((count, i) => count + (profile.uses.includes(i) ? 1 : 0));
        if (used.some((count, i) => count > (limits[i]?.most as number))) continue;
        const left = one.left.map((count, i) => (profile.serves.includes(i) ? Math.max(0, count - 1) : count));
        const next = make(left, used, profile, one);
        if (!further.has(next.key)) further.set(next.key, next);
      }
    }
    reached = further;
  }
  return { result: obstacle === undefined ? none : { is: "open", obstacle }, profiles: [] };
}

function unwind(end: Reached): Arrangement {
  const profiles: Profile[] = [];
  for (let at: Reached | undefined = end; at?.profile !== undefined; at = at.before) {
    for (let i = 0; i < (at.times ?? 1); i++) profiles.push(at.profile);
  }
  profiles.reverse();
  return { result: found(profiles.map((profile) => profile.value)), profiles };
}
